#include "read/networks.h"

#include <algorithm>

#include "read/h5_access.h"

namespace cnx {
namespace {

constexpr int kMaxDepth = 6;
constexpr std::size_t kMaxGroups = 10'000;

/// Since November 2021 a network has `edge_indices`; before, only the other two.
bool is_network(hid_t group, const std::vector<std::string>& children) {
  const auto has = [&children](std::string_view name) {
    return std::find(children.begin(), children.end(), name) != children.end();
  };
  return has("edge_indices") || (has("edges") && has("vertex_properties")) ||
         text_attribute(group, "NEUROTOP_CLASS") == "ConnectivityMatrix";
}

struct Walk {
  std::size_t visited = 0;
  std::vector<std::string> found;
};

Result<Done> walk(hid_t group, const std::string& path, int depth, Walk& state) {
  if (++state.visited > kMaxGroups)
    return Error{ErrorCode::OutOfRange, "the file has more than 10,000 groups"};
  const auto children = list_children(group);
  if (!children.ok())
    return Error{children.error().code, "group /" + path + ": " + children.error().where};
  if (depth > 0 && is_network(group, children.value())) {
    state.found.push_back(path);
    return Done{};
  }
  if (depth == kMaxDepth) return Done{};
  for (const std::string& name : children.value()) {
    const H5Group child = open_group(group, name);
    if (!child.valid()) continue;
    const auto done = walk(child.get(), path.empty() ? name : path + "/" + name, depth + 1, state);
    if (!done.ok()) return done.error();
  }
  return Done{};
}

std::string_view prefix_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view last_name_of(std::string_view path) {
  return path.substr(prefix_of(path).empty() ? 0 : prefix_of(path).size() + 1);
}

}  // namespace

Result<std::vector<std::string>> find_network_groups(hid_t file) {
  const H5Group root(H5Gopen2(file, "/", H5P_DEFAULT));
  if (!root.valid())
    return Error{ErrorCode::Unreadable,
                 "its root group cannot be opened; the file is damaged, copy or download it again"};
  Walk state;
  const auto done = walk(root.get(), "", 0, state);
  if (!done.ok()) return done.error();
  return std::move(state.found);
}

std::vector<Network> networks_of(const std::vector<std::string>& groups) {
  const auto sibling = [&groups](const std::string& path,
                                 std::string_view name) -> const std::string* {
    const std::string_view prefix = prefix_of(path);
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const std::string& other) {
      return prefix_of(other) == prefix && last_name_of(other) == name;
    });
    return found == groups.end() ? nullptr : &*found;
  };
  std::vector<Network> pairs, others;
  for (const std::string& path : groups) {
    const std::string* const full = sibling(path, "full");
    const std::string* const condensed = sibling(path, "condensed");
    const bool is_full = full == &path, is_condensed = condensed == &path;
    if (full != nullptr && condensed != nullptr && (is_full || is_condensed)) {
      const std::string_view prefix = prefix_of(path);
      if (is_condensed)
        pairs.push_back({std::string(prefix.empty() ? "/" : prefix), {*full, *condensed}});
    } else {
      others.push_back({path, {path}});
    }
  }
  pairs.insert(pairs.end(), others.begin(), others.end());
  return pairs;
}

Result<Network> choose_network(const std::vector<Network>& networks, std::string_view choice) {
  CNX_CHECK(!networks.empty());
  if (choice.empty()) return networks.front();
  while (choice.size() > 1 && choice.front() == '/') choice.remove_prefix(1);
  while (choice.size() > 1 && choice.back() == '/') choice.remove_suffix(1);

  std::vector<Network> fits;
  for (const Network& network : networks) {
    if (network.name == choice) return network;
    for (const std::string& group : network.groups) {
      if (group == choice) return Network{group, {group}};
    }
    const bool by_prefix = prefix_of(network.groups[0]) == choice;
    if (by_prefix) fits.push_back(network);
  }
  if (fits.empty()) {
    for (const Network& network : networks) {
      for (const std::string& group : network.groups) {
        if (last_name_of(group) == choice) fits.push_back({group, {group}});
      }
    }
  }
  if (fits.size() == 1) return fits[0];
  const std::string wanted = "--group " + std::string(choice);
  if (fits.empty()) {
    std::string list;
    for (const Network& network : networks) {
      list += (list.empty() ? "" : ", ") + network.name;
      if (network.groups.size() == 2)
        list += " (of " + network.groups[0] + " and " + network.groups[1] + ")";
    }
    return Error{ErrorCode::Missing, wanted + ": there is no such network; there are " + list};
  }
  return Error{ErrorCode::Syntax,
               wanted + ": several networks fit, name one of them: " + list_networks(fits)};
}

std::string list_networks(const std::vector<Network>& networks) {
  std::string list;
  for (const Network& network : networks) list += (list.empty() ? "" : ", ") + network.name;
  return list;
}

}  // namespace cnx
