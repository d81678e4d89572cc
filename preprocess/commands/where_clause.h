#pragma once
// where_clause.h — "class=23P,4P" and "indegree=100..500" → filters on columns.
//
//   clause   := column "=" ( values | range )
//   column   := a column's name, or short for a role: class, region, axon, dendrite
//   values   := name { "," name }             Category: a neuron passes with any of them
//   range    := number ".." number            Integer and Real: closed at both ends;
//             | number ".." | ".." number     open at one end
//             | number                        exactly this value
//
// A column's own name goes before a short one. A value that contains a comma is understood when
// it is the only one.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest_names.h"
#include "base/result.h"
#include "dataset/neuron_mask.h"
#include "format/manifest.h"

namespace cnx {

/// The column that a person means, by its name or the short form of its role.
/// Errors: Missing, with the nearest names.
Result<std::uint32_t> parse_column(std::string_view name, std::span<const Column> columns);

/// Errors, each one sentence for the person who typed it: Syntax (no "=", no number, an empty
/// range), Missing (no such column, no such category: with the nearest names), OutOfRange (a
/// number beyond 2^53 for an Integer column, which a double cannot tell from its neighbors).
Result<ColumnFilter> parse_where(std::string_view clause, std::span<const Column> columns);

}  // namespace cnx
