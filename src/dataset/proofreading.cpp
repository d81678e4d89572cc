#include "dataset/proofreading.h"

#include <string>

namespace cnx {
namespace {

std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text) result += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

}  // namespace

bool is_analyzable_status(std::string_view status) {
  const std::string word = lower(status);
  return word == "clean" || word == "extended";
}

bool is_extended_status(std::string_view status) { return lower(status) == "extended"; }

bool is_unproofread_status(std::string_view status) {
  const std::string word = lower(status);
  return word == "non" || word == "none" || word == "no" || word == "false" ||
         word == "not proofread" || word == "unproofread";
}

}  // namespace cnx
