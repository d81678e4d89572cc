#include "write/tile_writer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/hash.h"
#include "format/tile_name.h"
#include "preprocess/random_connectome.h"
#include "write/tile_folder.h"

using namespace cnx;
using namespace cnx::test;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for one test, deleted at its end.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (fs::temp_directory_path() / "cnx_test_XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TestFolder() { fs::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(path_)) all.push_back(entry.path().filename());
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  std::string path_;
};

void write_text(const std::string& path, const std::string& text) { std::ofstream{path} << text; }

Result<Done> write_folder(const TilesInMemory& tiles, const std::string& folder,
                          Replace replace = Replace::OwnTiles) {
  auto created = TileFolder::create(folder, replace, 7);
  if (!created.ok()) return created.error();
  TileFolder output = std::move(created).value();
  for (const auto& [hash, tile] : tiles.tiles) {
    if (auto added = output.add(hash, tile); !added.ok()) return added;
  }
  return output.publish(tiles.manifest);
}

TilesInMemory some_tiles(std::uint32_t seed = 1) {
  auto tiles = tiles_of(random_connectome(seed, 30, 100));
  REQUIRE(tiles.ok());
  return std::move(tiles).value();
}

std::uint64_t fingerprint_in(const std::string& folder) {
  std::ifstream file{folder + "/" + kManifestName};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto manifest = decode_manifest(text);
  REQUIRE(manifest.ok());
  return manifest.value().fingerprint;
}

}  // namespace

TEST_CASE("every tile is named by its hash, listed with its size, and within the limits") {
  const auto tiles = some_tiles();
  std::multiset<std::uint64_t> listed;
  for (const TileFamily& family : tiles.manifest.families) {
    for (const TileEntry& entry : family.tiles) {
      const auto& tile = tiles.tiles.at(entry.hash);
      CHECK(xxh3_64(tile) == entry.hash);
      CHECK(tile.size() == entry.bytes);
      listed.insert(entry.hash);
    }
  }
  CHECK(listed == std::multiset<std::uint64_t>(tiles.order.begin(), tiles.order.end()));
}

TEST_CASE("a sink that refuses a tile ends the work with its error") {
  int left = 3;
  Progress silent{nullptr};
  const auto manifest = tile_connectome(
      random_connectome(1, 30, 100).assembled(), "random", {},
      [&](std::uint64_t, std::span<const std::byte>) -> Result<Done> {
        if (left-- > 0) return Done{};
        return Error{ErrorCode::Unwritable, "disk full"};
      },
      silent);
  REQUIRE_FALSE(manifest.ok());
  CHECK(manifest.error() == Error{ErrorCode::Unwritable, "disk full"});
}

TEST_CASE("a folder appears whole, with nothing beside it") {
  const TestFolder scratch;
  const auto tiles = some_tiles();
  const std::string folder = scratch / "deep";
  REQUIRE(write_folder(tiles, folder + "/below/").ok());
  CHECK(scratch.names() == std::vector<std::string>{"deep"});
  CHECK(fingerprint_in(folder + "/below") == tiles.manifest.fingerprint);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder + "/below/tiles"))
    files += entry.is_regular_file();
  CHECK(files == tiles.tiles.size());
  CHECK_FALSE(fs::exists(folder + "/below.partial-7"));
}

TEST_CASE("a folder that is not published leaves nothing behind") {
  const TestFolder scratch;
  {
    auto created = TileFolder::create(scratch / "tiles", Replace::OwnTiles, 7);
    REQUIRE(created.ok());
    TileFolder output = std::move(created).value();
    REQUIRE(output.add(1, std::vector<std::byte>(10)).ok());
    CHECK(scratch.names() == std::vector<std::string>{"tiles.partial-7"});
    CHECK_FALSE(fs::exists(scratch / "tiles.partial-7/manifest.json"));
  }
  CHECK(scratch.names().empty());
}

TEST_CASE("older tiles are replaced in one go, an empty folder is used") {
  const TestFolder scratch;
  const std::string folder = scratch / "tiles";
  fs::create_directory(folder);
  const auto old = some_tiles(1), fresh = some_tiles(2);
  REQUIRE(write_folder(old, folder).ok());
  CHECK(fingerprint_in(folder) == old.manifest.fingerprint);
  write_text(folder + "/manifest.json.br", "a server's copy");
  REQUIRE(write_folder(fresh, folder).ok());
  CHECK(fingerprint_in(folder) == fresh.manifest.fingerprint);
  CHECK_FALSE(fs::exists(folder + "/manifest.json.br"));
  CHECK(scratch.names() == std::vector<std::string>{"tiles"});
}

TEST_CASE("a folder with something else in it is refused and left alone") {
  const TestFolder scratch;
  const std::string folder = scratch / "home";
  fs::create_directory(folder);
  write_text(folder + "/letter.txt", "dear");
  const auto tiles = some_tiles();
  const auto refused = [&](Replace replace) {
    const auto written = write_folder(tiles, folder, replace);
    CHECK(scratch.names() == std::vector<std::string>{"home"});
    CHECK(fs::exists(folder + "/letter.txt"));
    return !written.ok() && written.error().code == ErrorCode::Unwritable;
  };
  CHECK(refused(Replace::OwnTiles));
  CHECK(refused(Replace::AnyManifest));  // no manifest: never

  write_text(folder + "/manifest.json", "{\"name\": \"a web app\"}");
  CHECK(refused(Replace::OwnTiles));
  fs::remove(folder + "/letter.txt");
  CHECK_FALSE(write_folder(tiles, folder, Replace::OwnTiles).ok());  // not our manifest
  CHECK(write_folder(tiles, folder, Replace::AnyManifest).ok());
  CHECK(fingerprint_in(folder) == tiles.manifest.fingerprint);

  write_text(folder + "/index.html", "the page");
  const auto beside = write_folder(tiles, folder, Replace::OwnTiles);
  REQUIRE_FALSE(beside.ok());
  CHECK(beside.error().where.find("index.html") != std::string::npos);
}

TEST_CASE("a partial folder stands beside its folder, however that is written") {
  const std::string here = fs::current_path().string();
  CHECK(partial_path("/a/b", 3) == "/a/b.partial-3");
  CHECK(partial_path("/a/b//", 3) == "/a/b.partial-3");
  CHECK(partial_path("/a/c/../b/.", 3) == "/a/b.partial-3");
  CHECK(partial_path(".", 3) == here + ".partial-3");
  CHECK(partial_path("tiles", 3) == here + "/tiles.partial-3");
}

TEST_CASE("a file in the output folder's place, or a folder that cannot be made, is told") {
  const TestFolder scratch;
  write_text(scratch / "file", "");
  const auto tiles = some_tiles();
  for (const std::string& folder : {scratch / "file", scratch / "file/below"}) {
    const auto written = write_folder(tiles, folder);
    REQUIRE_FALSE(written.ok());
    CHECK(written.error().code == ErrorCode::Unwritable);
  }
  CHECK(scratch.names() == std::vector<std::string>{"file"});
}
