#include "read/connectome_csv.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "preprocess/whole_edges.h"
#include "read/vertex_columns.h"

using namespace cnx;
using cnx::test::whole_edges;

namespace {

/// A folder with tables, removed at the end.
class Tables {
 public:
  Tables() {
    std::string pattern = std::filesystem::temp_directory_path() / "cnx_csv_XXXXXX";
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
  }
  ~Tables() { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view text) const {
    const std::string path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  std::filesystem::path folder_;
};

/// What is refused, without the folder.
std::string refusal(const CsvReadOptions& options) {
  const auto read = read_connectome_csv(options);
  REQUIRE_FALSE(read.ok());
  const std::string where = read.error().where;
  const std::size_t folder = where.find("/cnx_csv_");
  if (folder == std::string::npos) return where;
  const std::size_t begin = where.rfind(' ', folder) + 1;  // npos + 1 is 0
  return where.substr(0, begin) + where.substr(where.find('/', folder + 1) + 1);
}

RawConnectome read(const CsvReadOptions& options) {
  auto connectome = read_connectome_csv(options);
  REQUIRE_MESSAGE(connectome.ok(), connectome.error().where);
  return std::move(connectome).value();
}

const RawColumn* column(const RawConnectome& connectome, const std::string& name) {
  for (const RawColumn& each : connectome.columns) {
    if (each.column.name == name) return &each;
  }
  return nullptr;
}

bool has_note(const RawConnectome& connectome, const std::string& part) {
  for (const std::string& note : connectome.notes) {
    if (note.find(part) != std::string::npos) return true;
  }
  return false;
}

using Rows = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("a row with an error is named by file, line and column") {
  const Tables tables;
  const std::string neurons = tables.write("n.csv", "root_id,class\n10,a\n20,b\n30,\n");
  const auto edges = [&](std::string_view text) {
    return CsvReadOptions{.input_path = neurons, .connections_path = tables.write("e.csv", text)};
  };
  CHECK(
      refusal(edges("pre,post,syn_count\n10,20,3\n20,x,1\n40,10,2\n40,10,2\n")) ==
      "e.csv, line 3, column 2 (\"post\"): neuron \"x\" is not in n.csv; 3 rows name such neurons "
      "(also \"40\"); --drop-unknown leaves such rows out");
  CHECK(refusal(edges("pre,post,syn_count\n10,20,2.5\n")) ==
        "e.csv, line 2, column 3 (\"syn_count\"): holds \"2.5\"; a number of synapses is whole and "
        "from 0 "
        "to 4,294,967,295; --edge-weight chooses another column");
  CHECK(refusal(edges("pre,post,syn_count\n10,20,99999999999\n")).find("4,294,967,295") !=
        std::string::npos);
  CHECK(refusal(edges("pre,post,syn_count\n10,,2\n")) ==
        "e.csv, line 2, column 2 (\"post\"): is empty; the id of a neuron is needed");
  CHECK(refusal(edges("pre,post\n10,20\n10\n")).starts_with("e.csv, line 3, column 2: missing"));
  CHECK(refusal(edges("pre,post\n\"10,20\n")).starts_with("e.csv, line 2, column 1: a quote"));
  CHECK(refusal(edges("a,b\n")).find("e.csv, line 1: no two columns are named like the ends") == 0);
  CHECK(refusal(edges("pre,post,pre\n")) ==
        "e.csv, line 1, column 3: is named \"pre\", as column 1 is");
  CHECK(refusal(edges("")).starts_with("e.csv: is empty"));
  CHECK(refusal(edges("\x1f\x8b\x08")) ==
        "e.csv: is compressed with gzip; unpack it first (gunzip -k)");
  CHECK(refusal(edges("\xff\xfep")).find("UTF-16") != std::string::npos);
  // Two names in Latin-1 would become one: M\xfcnch and M\xe4nch.
  CHECK(refusal(edges("pre,post\n10,20\n10,\"M\xfcnch\"\n")) ==
        "e.csv, line 3, column 2: this is no text in UTF-8; save the table as UTF-8");
  CHECK(
      refusal(edges("pre,po\xfcst\n10,20\n")).find("line 1, column 2: this is no text in UTF-8") !=
      std::string::npos);
  // Two halves of a character in two fields are none.
  CHECK(refusal(edges("pre,post\na\xc3,\xbc\n")).find("line 2, column 1: ") != std::string::npos);

  const auto with_neurons = [&](std::string_view text) {
    return CsvReadOptions{.input_path = tables.write("m.csv", text),
                          .connections_path = tables.write("e.csv", "pre,post\n10,20\n")};
  };
  CHECK(refusal(with_neurons("id\n10\n20\n10\n")) ==
        "m.csv, line 4, column 1 (\"id\"): neuron \"10\" is there twice; it is on line 2, too");
  CHECK(refusal(with_neurons("id,a\n10,1\n,2\n")) ==
        "m.csv, line 3, column 1 (\"id\"): a neuron without an id");
  CHECK(refusal(with_neurons("id\n")) == "m.csv: has no rows: there is nothing to show");
  CHECK(refusal(with_neurons("a,b\n1,2\n")).find("--column id=NAME") != std::string::npos);

  // neuPrint's neurons: pre and post are numbers of synapses.
  CHECK(
      refusal({.input_path = tables.write("b.csv", "bodyId,type,pre,post\n7,a,10,20\n")})
          .starts_with("b.csv, line 1: a table of neurons, as it has a column \"bodyId\"; \"pre\" "
                       "and \"post\" count their synapses, then; --connections or --synapses"));
  CHECK(read({.input_path = tables.write("i.csv", "id,pre,post\n7,10,20\n")}).neuron_count == 2);
  CHECK(read({.input_path = tables.write("b.csv", "bodyId,pre,post\n7,10,20\n"),
              .column_overrides = {{"pre", "pre"}, {"post", "post"}}})
            .neuron_count == 2);

  const std::string synapses = tables.write("s.csv", "pre,post,x_nm,y_nm,z_nm\n10,20,1,2,far\n");
  CHECK(refusal({.input_path = neurons, .synapses_path = synapses}) ==
        "s.csv, line 2, column 5 (\"z_nm\"): holds \"far\", which is no coordinate");
  CHECK(refusal({.input_path = neurons, .connections_path = "/nowhere/e.csv"}) ==
        "/nowhere/e.csv: cannot be read (No such file or directory)");
}

TEST_CASE("options that do not fit the tables are refused") {
  const Tables tables;
  const std::string neurons = tables.write("n.csv", "id,x\n1,2\n");
  const std::string edges = tables.write("e.csv", "pre,post\n1,1\n");
  CHECK(refusal({.input_path = neurons, .connections_path = edges, .synapses_path = edges})
            .find("give one of them") != std::string::npos);
  CHECK(refusal({.input_path = edges, .join_paths = {neurons}}).starts_with("--join"));
  CHECK(refusal({.input_path = neurons, .connections_path = edges, .edge_weight = "n"})
            .starts_with("--edge-weight n: "));
  CHECK(refusal({.input_path = neurons, .synapses_path = edges, .edge_weight = "pre"})
            .find("--connections") != std::string::npos);
  CHECK(refusal({.input_path = neurons,
                 .connections_path = edges,
                 .column_overrides = {{"pre", "post"}, {"post", "post"}}})
            .find("the same column") != std::string::npos);
  CHECK(
      refusal(
          {.input_path = neurons, .connections_path = edges, .column_overrides = {{"klass", "x"}}})
          .find("the roles are") != std::string::npos);
  CHECK(refusal({.input_path = neurons,
                 .connections_path = edges,
                 .column_overrides = {{"voxel_nm", "4,4"}}})
            .starts_with("--voxel-nm 4,4: three lengths"));
  CHECK(refusal({.input_path = neurons}).find("--connections or --synapses") != std::string::npos);
}

TEST_CASE("the kind of a column follows from all its fields") {
  const Tables tables;
  const std::string neurons = tables.write("n.csv",
                                           "id,i,r,r2,text,big,empty,words,p,,mixed\n"
                                           "1,-5,1.5,1, a ,9223372036854775807,,NA,[1 2 3],x,1\n"
                                           "2,7,NaN,,b,1,,NA,\"[4, 5, 6]\",y,b\n"
                                           "3,+8,2,3,,,,x,,z,\n");
  const RawConnectome out =
      read({.input_path = neurons, .connections_path = tables.write("e.csv", "pre,post\n1,2\n")});
  CHECK(out.neuron_count == 3);
  CHECK(column(out, "id")->column.role == ColumnRole::NeuronId);
  CHECK(std::get<IntegerValues>(column(out, "i")->values) == IntegerValues{-5, 7, 8});
  const auto& reals = std::get<RealValues>(column(out, "r")->values);
  CHECK(reals[0] == 1.5);
  CHECK(std::isnan(reals[1]));
  CHECK(std::isnan(std::get<RealValues>(column(out, "r2")->values)[1]));
  CHECK(column(out, "text")->column.categories == std::vector<std::string>{"a", "b", "nan"});
  CHECK(std::get<CategoryValues>(column(out, "text")->values) == CategoryValues{0, 1, 2});
  CHECK(column(out, "words")->column.categories == std::vector<std::string>{"NA", "x"});
  CHECK(column(out, "mixed")->column.categories == std::vector<std::string>{"1", "b", "nan"});
  CHECK(std::get<RealValues>(column(out, "p_y")->values)[1] == 5);
  CHECK(std::isnan(std::get<RealValues>(column(out, "p_y")->values)[2]));
  CHECK(column(out, "big") == nullptr);
  CHECK(column(out, "empty") == nullptr);
  CHECK(has_note(out, "column \"big\" of n.csv is left out: it holds integers above 2^53"));
  CHECK(has_note(out, "to keep it, put 0 where there is none"));
  CHECK(has_note(out, "column \"empty\" of n.csv is left out: it is empty"));
  CHECK(has_note(out, "column 10 of n.csv has no name"));
  CHECK(has_note(out, "some neurons have no value in \"r\" (1), \"r2\" (1), \"text\" (1)"));
}

TEST_CASE("a word among coordinates is refused by its place, and elsewhere makes names") {
  const Tables tables;
  const auto with = [&](const std::string& header, const std::string& first, const std::string& odd,
                        int rows) {
    std::string text = "id," + header + "\n";
    for (int i = 1; i <= rows; ++i)
      text += std::to_string(i) + "," + std::to_string(2 * i) + "," + (i == 2 ? odd : first) + "," +
              std::to_string(3 * i) + "\n";
    return CsvReadOptions{.input_path = tables.write("n.csv", text),
                          .connections_path = tables.write("e.csv", "pre,post\n1,2\n")};
  };
  CHECK(refusal(with("x_nm,y_nm,z_nm", "7", "five", 4)) ==
        "n.csv, line 3, column 3 (\"y_nm\"): holds \"five\", which is no coordinate; where there "
        "is none, leave it empty");
  CHECK(refusal(with("a,position,b", "\"[1 2 3]\"", "\"[1 2]\"", 4)) ==
        "n.csv, line 3, column 3 (\"position\"): holds \"[1 2]\", which is no coordinate; where "
        "there is none, leave it empty");
  // Not listed as names, either: there are too many.
  std::string text = "id,x_nm,y_nm,z_nm,w\n";
  for (int i = 1; i <= 5000; ++i) {
    const std::string number = std::to_string(i);
    text += number + "," + number + "," + number + "," + (i == 4999 ? "five" : number) + "," +
            (i == 4999 ? "six" : number) + "\n";
  }
  CsvReadOptions many{.input_path = tables.write("n.csv", text),
                      .connections_path = tables.write("e.csv", "pre,post\n1,2\n")};
  CHECK(refusal(many).starts_with("n.csv, line 5000, column 4 (\"z_nm\"): holds \"five\", "));
  many.column_overrides = {{"z", "none"}};
  CHECK(has_note(read(many),
                 "column \"w\" of n.csv is left out: it holds more than 4096 different texts (the "
                 "first that is no number is \"six\" on line 5000)"));

  // A column of words with a number or two is one of words, and so is any other of both.
  CHECK(column(read(with("x_nm,y_nm,z_nm", "left", "5", 4)), "y_nm")->column.kind ==
        ColumnKind::Category);
  CHECK(column(read(with("a,group,b", "7", "five", 4)), "group")->column.categories ==
        std::vector<std::string>{"7", "five"});
  // NaN and empty fields are missing numbers.
  CHECK(column(read(with("x_nm,y_nm,z_nm", "7", "", 4)), "y_nm")->column.role ==
        ColumnRole::PositionY);
}

TEST_CASE("a column of text has at most 4096 names") {
  const Tables tables;
  std::string text = "id,few,many\n";
  for (int i = 0; i < 4097; ++i)
    text += std::to_string(i) + ",t" + std::to_string(i % 4096) + ",t" + std::to_string(i) + "\n";
  const RawConnectome out = read({.input_path = tables.write("n.csv", text),
                                  .connections_path = tables.write("e.csv", "pre,post\n1,2\n")});
  CHECK(column(out, "few")->column.categories.size() == 4096);
  CHECK(column(out, "many") == nullptr);
  CHECK(has_note(out, "\"many\" of n.csv is left out: it holds more than 4096 different texts"));
}

TEST_CASE(
    "rows of one pair are added up, those of weight 0 dropped, unknown ones left out on demand") {
  const Tables tables;
  const CsvReadOptions options{.input_path = tables.write("n.csv", "id\n30\n10\n20\n"),
                               .connections_path = tables.write(
                                   "e.csv",
                                   "from,to,where,syn_count\n10,20,a,2\n30,10,a,1\n10,20,b,3.0\n"
                                   "20,20,a,4\n10,30,a,0\n99,10,a,1\n10,98,a,1\n"),
                               .drop_unknown = true};
  const RawConnectome out = read(options);
  CHECK(whole_edges(out).connections->pre == Rows{0, 1, 2});
  CHECK(whole_edges(out).connections->post == Rows{1, 2, 2});
  CHECK(whole_edges(out).connections->synapse_count == Rows{1, 5, 4});
  CHECK(out.edge_weight == "syn_count");
  CHECK(out.source_group == "n.csv + e.csv");
  CHECK(has_note(out,
                 "2 of 7 rows of e.csv name a neuron that is not in n.csv and are left out "
                 "(\"99\", \"98\")"));
  CHECK(has_note(out, "1 row of e.csv had the weight 0"));
  CHECK(has_note(out, "4 rows of e.csv are 3 connections"));
  CHECK(has_note(out, "not carried along: \"where\""));
}

TEST_CASE("sums beyond 32 bits and unusable weights are told") {
  const Tables tables;
  const std::string neurons = tables.write("n.csv", "id\n1\n2\n");
  CHECK(refusal(
            {.input_path = neurons,
             .connections_path = tables.write("e.csv", "pre,post,count\n1,2,4294967295\n1,2,1\n")})
            .find("more than 4,294,967,295") != std::string::npos);
  const RawConnectome out =
      read({.input_path = neurons,
            .connections_path = tables.write("e.csv", "pre,post,weight\n1,2,0.5\n2,1,0\n")});
  CHECK(whole_edges(out).connections->synapse_count == Rows{1, 1});
  CHECK(has_note(out, "\"weight\" of e.csv holds other numbers than counts"));
}

TEST_CASE(
    "without a table of neurons they are those that the edges name, in the order of their ids") {
  const Tables tables;
  const RawConnectome whole = read(
      {.input_path = tables.write("e.csv", "bodyId_pre,bodyId_post,weight\n9,-1,2\n100,9,1\n")});
  CHECK(std::get<IntegerValues>(column(whole, "bodyId")->values) == IntegerValues{-1, 9, 100});
  CHECK(column(whole, "bodyId")->column.role == ColumnRole::NeuronId);
  CHECK(whole_edges(whole).connections->pre == Rows{1, 2});
  CHECK(whole_edges(whole).connections->post == Rows{0, 1});

  const RawConnectome words =
      read({.input_path = tables.write("w.tsv", "pre\tpost\nAVAL\t10\n9\tAVAL\n")});
  CHECK(column(words, "name")->column.categories == std::vector<std::string>{"10", "9", "AVAL"});
  CHECK(whole_edges(words).connections->pre == Rows{1, 2});
  CHECK(whole_edges(words).connections->post == Rows{2, 0});
  CHECK(has_note(words, "there is no table of neurons"));
}

TEST_CASE("joined tables add columns by id, the first row of a neuron counts") {
  const Tables tables;
  const RawConnectome out =
      read({.input_path = tables.write("n.csv", "id,a\n1,x\n2,y\n3,z\n"),
            .connections_path = tables.write("e.csv", "pre,post\n1,2\n"),
            .join_paths = {tables.write("j.csv", "depth,id,a\n5,3,q\n6,1,q\n7,3,q\n8,9,q\n")}});
  const auto& depth = std::get<RealValues>(column(out, "depth")->values);
  CHECK(depth[0] == 6);
  CHECK(std::isnan(depth[1]));
  CHECK(depth[2] == 5);
  CHECK(column(out, "a")->column.categories == std::vector<std::string>{"x", "y", "z"});
  CHECK(has_note(out, "column \"a\" of j.csv is left out: another column has its name"));
  CHECK(has_note(out,
                 "1 row of j.csv is about a neuron that the table of neurons does not have: it"));
  CHECK(has_note(out, "1 row of j.csv is about a neuron that had a row before"));
}

TEST_CASE("names of files tell tables in text") {
  for (const char* name : {"a.csv", "/x/A.CSV", "b.tsv", "c.txt", "d.csv.gz"})
    CHECK(is_csv_path(name));
  for (const char* name : {"a.h5", "csv", "b.csv.h5", "c.gz"}) CHECK_FALSE(is_csv_path(name));
}
