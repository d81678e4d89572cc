#pragma once
// number_column.h — a column of numbers inside a payload: the forms "integer" and "real" of
// docs/format.md §4.1, which neurons, connections and synapses share.

#include <cstdint>
#include <string>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/result.h"
#include "format/neuron_columns.h"

namespace cnx {

/// Precondition: values are as `shape` says, Integer or Real, and shape.fits(PositionPart::None).
void write_number_column(const ColumnValues& values, ColumnShape shape, ByteWriter& writer);

/// Reads `count` values. `what` begins the message of an error. Precondition on `shape`: as above.
/// Errors: Truncated; OutOfRange (a value past 64 bits); NotCanonical (not as
/// write_number_column writes it). Memory: at most 33 bytes for every value.
Result<ColumnValues> read_number_column(ByteReader& reader, std::uint32_t count, ColumnShape shape,
                                        const std::string& what);

}  // namespace cnx
