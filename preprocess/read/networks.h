#pragma once
// networks.h — which networks a file holds, and which of them is meant.
//
// Connectome-utilities writes a network into a group `prefix/name`; both are the user's choice.
// Two groups of one prefix that are named `full` and `condensed` are one network seen twice:
// an entry for each synapse, and an entry for each pair of neurons. Any other group is a
// network of its own.

#include <hdf5.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cnx {

/// A network: one group, or `full` and `condensed` of one prefix, in this order.
struct Network {
  std::string name;                 // "connectivity" for the two, else "chemical/full_matrix"
  std::vector<std::string> groups;  // paths without a leading slash; 1 or 2

  bool operator==(const Network&) const = default;
};

/// Paths of the groups that hold a network, in the order of their names; groups inside them,
/// links out of the file and groups more than 6 levels deep are not looked at.
/// Errors: Unreadable; OutOfRange (more than 10,000 groups).
Result<std::vector<std::string>> find_network_groups(hid_t file);

/// Pairs `full` with `condensed`. Order: such pairs, then the others, each in the given order.
std::vector<Network> networks_of(const std::vector<std::string>& groups);

/// The network that `choice` names: a group's path ("chemical/full_matrix"), a prefix
/// ("chemical") or a group's last name ("full"), where only one fits; "" is the first.
/// A chosen group of a pair is a network of one group.
/// Errors: Missing (none fits), Syntax (several fit); both list what there is.
Result<Network> choose_network(const std::vector<Network>& networks, std::string_view choice);

/// "chemical/full_matrix, electrical/full_matrix", for messages.
std::string list_networks(const std::vector<Network>& networks);

}  // namespace cnx
