#pragma once
// pickle_names.h — the column names that pandas leaves in an attribute, as a protocol-0 pickle.
//
// A pickle is a program. This is no interpreter of pickles: it knows the few opcodes that lists
// and tuples of text and integers are made of, and refuses everything else. Nothing is executed
// and nothing is looked up. Why pickles at all: PyTables stores Python lists in attributes so,
// and the names of a table's columns are nowhere else in the file.
//
//   (        mark                     l        list from the mark
//   t        tuple from the mark      a        append to the list below
//   V<text>\n  raw-unicode-escape     I<int>\n L<int>L\n   integer (I00, I01: False, True)
//   N        None                     p<n>\n   remember      g<n>\n  recall (text and integers)
//   .        end, and nothing after it

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cnx {

/// Longest pickle that is looked at; PyTables itself stops at 64 KiB an attribute.
inline constexpr std::size_t kMaxPickleBytes = std::size_t{1} << 20;

/// A list or tuple of names: "(lp0\nVcell_type\np1\na." gives {"cell_type"}. Integers are given
/// as decimal text, a tuple (a column with several header lines) as its parts joined by " / ".
/// Names are UTF-8. Errors: Truncated, TrailingBytes, Syntax, OutOfRange (too large or too deep).
/// O(bytes) time; memory is at most a small multiple of kMaxPickleBytes.
Result<std::vector<std::string>> parse_pickled_names(std::string_view pickle);

/// The second item of pandas' `non_index_axes`, [(1, [names])]: columns in the frame's order.
/// Errors: as above; Syntax when the pickle has another shape.
Result<std::vector<std::string>> parse_pickled_axis(std::string_view pickle);

/// A tuple of integers, 0 or larger: "(I2\nI0\ntp0\n." gives {2, 0}. Errors: as above.
Result<std::vector<std::uint64_t>> parse_pickled_shape(std::string_view pickle);

}  // namespace cnx
