// replay.cpp — runs a fuzz target on every file of a folder, so that the corpus is an ordinary
// test.
//
// Usage: replay_<target> FOLDER. Any compiler will do; a crash, a sanitizer's report or a broken
// CNX_CHECK is the failure.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1], error)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file.good()) {
      std::fprintf(stderr, "cannot open %s\n", path.c_str());
      return 3;
    }
    // Said before it runs, so that the last line before a crash names the input.
    std::printf("%s\n", path.filename().c_str());
    std::fflush(stdout);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file),
                                  std::istreambuf_iterator<char>()};
    // A block of just this size, so that a sanitizer sees any read past its end.
    const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::printf("%zu inputs replayed\n", paths.size());
  return paths.empty() ? 1 : 0;  // an empty or missing folder tests nothing
}
