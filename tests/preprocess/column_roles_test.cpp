#include "read/column_roles.h"

#include <doctest/doctest.h>

using namespace cnx;

namespace {

ColumnSummary integer(std::string name, bool unique = true) {
  return {std::move(name), ColumnKind::Integer, unique};
}
ColumnSummary real(std::string name) { return {std::move(name), ColumnKind::Real, false}; }
ColumnSummary text(std::string name) { return {std::move(name), ColumnKind::Category, false}; }

VertexRoles roles_of(const std::vector<ColumnSummary>& columns,
                     const ColumnOverrides& overrides = {}) {
  const auto roles = assign_vertex_roles(columns, overrides);
  REQUIRE_MESSAGE(roles.ok(), roles.error().where);
  return roles.value();
}

/// "role=column role=column", in the order of the columns.
std::string text_of(const std::vector<ColumnSummary>& columns, const VertexRoles& roles) {
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (roles.roles[i] == ColumnRole::None) continue;
    out += (out.empty() ? "" : " ") + std::string(column_role_name(roles.roles[i])) + "=" +
           columns[i].name;
  }
  return out;
}

std::string refusal_of(const std::vector<ColumnSummary>& columns,
                       const ColumnOverrides& overrides) {
  const auto roles = assign_vertex_roles(columns, overrides);
  REQUIRE_FALSE(roles.ok());
  CHECK(roles.error().code == ErrorCode::Syntax);
  return roles.error().where;
}

}  // namespace

TEST_CASE("the roles of MICrONS' columns are told by their names") {
  const std::vector<ColumnSummary> columns = {integer("pt_root_id"),
                                              integer("x_nm"),
                                              integer("y_nm"),
                                              integer("z_nm"),
                                              text("cell_type"),
                                              text("status_axon"),
                                              text("status_dendrite"),
                                              text("tentative_region"),
                                              integer("indegree", false),
                                              text("classification_system"),
                                              integer("pt_supervoxel_id")};
  const VertexRoles roles = roles_of(columns);
  CHECK(text_of(columns, roles) ==
        "neuron_id=pt_root_id position_x=x_nm position_y=y_nm position_z=z_nm cell_class=cell_type "
        "axon_status=status_axon dendrite_status=status_dendrite region=tentative_region");
  CHECK(roles.position_unit_nm == 1);
  CHECK(roles.notes.empty());
}

TEST_CASE("coordinates with a unit in their names go before those without") {
  const std::vector<ColumnSummary> circuit = {
      integer("gid"), real("x"),       real("y"),       real("z"),      text("synapse_class"),
      text("mtype"),  integer("x_nm"), integer("y_nm"), integer("z_nm")};
  CHECK(text_of(circuit, roles_of(circuit)) ==
        "neuron_id=gid cell_class=mtype position_x=x_nm position_y=y_nm position_z=z_nm");
  const std::vector<ColumnSummary> micro = {real("Soma_X_um"), real("soma_y_um"),
                                            real("soma z um")};
  CHECK(roles_of(micro).position_unit_nm == 1000);
  CHECK(text_of(micro, roles_of(micro)) ==
        "position_x=Soma_X_um position_y=soma_y_um position_z=soma z um");
}

TEST_CASE(
    "coordinates without a unit are taken for micrometers, with a note, unless the user says") {
  const std::vector<ColumnSummary> columns = {real("x"), real("y"), real("z")};
  const VertexRoles roles = roles_of(columns);
  CHECK(roles.position_unit_nm == 1000);
  REQUIRE(roles.notes.size() == 1);
  const VertexRoles said = roles_of(columns, {{"unit", "nm"}});
  CHECK(said.position_unit_nm == 1);
  CHECK(said.notes.empty());
  CHECK(refusal_of(columns, {{"unit", "inch"}}) ==
        "--column unit=inch: the units are nm, um and mm");
}

TEST_CASE("voxels are not guessed to be positions") {
  const std::vector<ColumnSummary> columns = {integer("pt_x"), integer("pt_y"), integer("pt_z")};
  const VertexRoles roles = roles_of(columns);
  CHECK(text_of(columns, roles) == "");
  REQUIRE(roles.notes.size() == 1);
  CHECK(roles.notes[0].find("voxels") != std::string::npos);
  // but the user may say what they are
  const VertexRoles said =
      roles_of(columns, {{"x", "pt_x"}, {"y", "pt_y"}, {"z", "pt_z"}, {"unit", "nm"}});
  CHECK(text_of(columns, said) == "position_x=pt_x position_y=pt_y position_z=pt_z");
  CHECK(said.position_unit_nm == 1);
}

TEST_CASE("a single coordinate is a position along a line") {
  const std::vector<ColumnSummary> worm = {text("Neuron"), real("Soma Position"),
                                           text("Soma Region"), real(" AYNbr ")};
  const VertexRoles roles = roles_of(worm);
  CHECK(text_of(worm, roles) == "region=Soma Region");
  CHECK(roles.line_position_column == 1u);
  const VertexRoles one = roles_of({text("cell_type"), integer("x_nm")});
  CHECK(one.line_position_column == 1u);
  CHECK(one.notes.size() == 1);
  CHECK_FALSE(roles_of({text("position")}).line_position_column.has_value());
}

TEST_CASE("an id that repeats is no id, and the table's own index is the last choice") {
  const std::vector<ColumnSummary> repeats = {integer("root_id", false), integer("index")};
  const VertexRoles roles = roles_of(repeats);
  CHECK(text_of(repeats, roles) == "neuron_id=index");
  CHECK(roles.notes.size() == 1);
  const std::vector<ColumnSummary> both = {integer("index"), integer("gid")};
  CHECK(text_of(both, roles_of(both)) == "neuron_id=gid");
  CHECK(text_of({text("id"), real("gid")}, roles_of({text("id"), real("gid")})) == "");
}

TEST_CASE("overrides give a role to another column, take it away, and know short names") {
  const std::vector<ColumnSummary> columns = {text("cell_type"), text("mtype"),
                                              integer("layer", false), integer("pt_root_id")};
  CHECK(text_of(columns, roles_of(columns, {{"class", "mtype"}})) ==
        "cell_class=mtype neuron_id=pt_root_id");
  CHECK(text_of(columns, roles_of(columns, {{"cell_class", "none"}})) == "neuron_id=pt_root_id");
  CHECK(text_of(columns, roles_of(columns, {{"region", "layer"}})) ==
        "cell_class=cell_type region=layer neuron_id=pt_root_id");
  // trimmed and without regard to case, as the rules compare
  CHECK(text_of({real(" AYNbr ")}, roles_of({real(" AYNbr ")}, {{"x", "aynbr"}})) == "");
  CHECK(roles_of({real(" AYNbr ")}, {{"x", "aynbr"}}).line_position_column == 0u);
}

TEST_CASE("an override that cannot be is refused with what there is") {
  const std::vector<ColumnSummary> columns = {text("cell_type"), integer("layer", false),
                                              real("volume")};
  CHECK(refusal_of(columns, {{"class", "celltyp"}}) ==
        "--column class=celltyp: there is no such column; there are \"cell_type\", \"layer\", "
        "\"volume\"");
  CHECK(refusal_of(columns, {{"id", "layer"}}) ==
        "--column id=layer: an id is unique, in this column values repeat");
  CHECK(refusal_of(columns, {{"id", "volume"}}).find("an id is an integer") != std::string::npos);
  CHECK(refusal_of(columns, {{"x", "cell_type"}}).find("a position is a number") !=
        std::string::npos);
  CHECK(refusal_of(columns, {{"class", "volume"}}).find("neither") != std::string::npos);
  CHECK(refusal_of(columns, {{"class", "cell_type"}, {"region", "cell_type"}}).find("already") !=
        std::string::npos);
  CHECK(refusal_of(columns, {{"source_row", "layer"}}).find("the roles are") != std::string::npos);
}

TEST_CASE("the columns of synapses are told by their names") {
  const std::vector<std::string> microns = {"id", "size", "x_nm", "y_nm", "z_nm", "delta_x_nm"};
  const auto roles = assign_synapse_roles(microns, {{"class", "ignored here"}});
  REQUIRE(roles.ok());
  CHECK(roles.value().position == std::array<std::size_t, 3>{2, 3, 4});
  CHECK(roles.value().size == 1u);
  CHECK(has_synapse_columns(microns));
  CHECK_FALSE(has_synapse_columns(std::vector<std::string>{"count", "total_size", "mean_size"}));

  const std::vector<std::string> voxels = {"ctr_pt_x", "ctr_pt_y", "ctr_pt_z", "area"};
  const auto none = assign_synapse_roles(voxels, {});
  REQUIRE(none.ok());
  CHECK_FALSE(none.value().position.has_value());
  CHECK(none.value().notes.size() == 1);
  const auto said = assign_synapse_roles(voxels, {{"synapse_size", "area"}});
  REQUIRE(said.ok());
  CHECK(said.value().size == 3u);
  CHECK_FALSE(assign_synapse_roles(voxels, {{"synapse_x", "ctr_pt_x"}}).ok());
  CHECK_FALSE(assign_synapse_roles(voxels, {{"synapse_size", "volume"}}).ok());
}

TEST_CASE("a column that counts synapses is found by its name, a total before its parts") {
  using Columns = std::vector<std::string>;
  const auto column_of = [](const Columns& columns) {
    const auto found = find_count_column(columns);
    return found ? static_cast<int>(found->column) : -1;
  };
  CHECK(column_of({"mean_size", "count"}) == 1);
  CHECK(column_of({"count", "total_count"}) == 1);
  CHECK(column_of({"Synapse Count"}) == 0);
  CHECK(column_of({"weight", "n_syn"}) == 1);
  CHECK(column_of({"1", "8", "data", "total_size"}) == -1);
  CHECK(find_count_column(Columns{"weight"})->name == CountName::Maybe);
}

TEST_CASE("voxels of a known size are positions, unless the names say another unit") {
  using Scale = std::array<double, 3>;
  const ColumnOverrides voxels = {{"voxel_nm", "4,4,40"}};
  const std::vector<ColumnSummary> cave = {integer("pt_x"), integer("pt_y"), integer("pt_z")};
  CHECK(text_of(cave, roles_of(cave)).empty());
  const VertexRoles roles = roles_of(cave, voxels);
  CHECK(text_of(cave, roles) == "position_x=pt_x position_y=pt_y position_z=pt_z");
  CHECK(roles.position_unit_nm == 1);
  CHECK(roles.axis_scale == Scale{4, 4, 40});

  const std::vector<ColumnSummary> named = {real("x_um"), real("y_um"), real("z_um")};
  const VertexRoles unchanged = roles_of(named, voxels);
  CHECK(unchanged.position_unit_nm == 1000);
  CHECK(unchanged.axis_scale == Scale{1, 1, 1});
  CHECK(unchanged.notes.size() == 1);

  const std::vector<std::string> synapses = {"ctr_pt_position_x", "ctr_pt_position_y",
                                             "ctr_pt_position_z"};
  const auto said = assign_synapse_roles(synapses, voxels);
  REQUIRE(said.ok());
  CHECK(said.value().position.has_value());
  CHECK(said.value().axis_scale == Scale{4, 4, 40});

  for (const char* wrong : {"", "4", "4,4", "4,4,40,1", "4,4,-40", "4,4,0", "4;4;40", "a,b,c"}) {
    CAPTURE(wrong);
    CHECK(refusal_of(cave, {{"voxel_nm", wrong}}).find("as in 4,4,40") != std::string::npos);
  }
  refusal_of(cave, {{"voxel_nm", "4,4,40"}, {"unit", "nm"}});
}

TEST_CASE("the ends of edges and the ids of neurons are told by their names") {
  const auto ends_of = [](const std::vector<std::string>& columns) {
    const auto ends = find_edge_end_columns(columns);
    return ends ? std::to_string(ends->pre) + ">" + std::to_string(ends->post) : "none";
  };
  CHECK(ends_of({"pre_root_id", "post_root_id", "neuropil"}) == "0>1");
  CHECK(ends_of({"weight", "bodyId_post", "bodyId_pre"}) == "2>1");
  CHECK(ends_of({"id", "Source", "Target"}) == "1>2");
  CHECK(ends_of({"pre", "target"}) == "none");
  CHECK(find_id_column(std::vector<std::string>{"type", "bodyId"}) == 1);
  CHECK(find_id_column(std::vector<std::string>{"name", "Root ID"}) == 1);
  CHECK(find_id_column(std::vector<std::string>{"name", "type"}) == 0);
  CHECK_FALSE(find_id_column(std::vector<std::string>{"a", "b"}).has_value());
}
