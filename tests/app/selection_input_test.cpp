#include "app/selection_input.h"

#include <doctest/doctest.h>

#include "app/headless_page.h"
#include "app/pointer_events.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A drag through these points; the actions it queued.
Actions drag(HeadlessPage& page, std::vector<glm::vec2> points, bool shift = false) {
  const SelectionInput::Scene scene{
      *page.app, {0, 0, 800, 600}, [](float, float) { return std::optional<NeuronIndex>(); }};
  SelectionInput input;
  Actions actions;
  PointerEvent down = event(Kind::Down, points.front().x, points.front().y);
  down.shift = shift;
  CHECK(input.take(down, scene, actions));
  for (const glm::vec2& at : points)
    CHECK(input.take(event(Kind::Move, at.x, at.y), scene, actions));
  CHECK(input.outline().has_value());
  CHECK(input.take(event(Kind::Up, points.back().x, points.back().y), scene, actions));
  CHECK_FALSE(input.dragging());
  return actions;
}

const std::vector<glm::vec2> kEverything = {{-9, -9}, {809, -9}, {809, 609}, {-9, 609}};

}  // namespace

TEST_CASE("a lasso around everything selects what is shown, and a box what is drawn inside") {
  HeadlessPage page;
  page.settle();
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P"}});
  page.request(UseTool{SelectionTool::Lasso});
  page.frame(drag(page, kEverything));
  CHECK(page.app->view().selection.mask(150) == page.app->shown().mask());

  page.request(UseTool{SelectionTool::Box});
  page.frame(drag(page, {{-5, -5}, {400, 605}}));
  const CameraMatrices matrices = camera_matrices(page.app->camera(), page.app->camera_frame());
  const auto um = page.app->neurons().positions_um();
  NeuronMask left(150);
  for (std::size_t i = 0; i < 150; ++i) {
    const glm::vec4 clip =
        matrices.clip_from_um * glm::vec4(um[3 * i], um[3 * i + 1], um[3 * i + 2], 1);
    left[i] = page.app->shown().mask()[i] != 0 && clip.x < 0 ? 1 : 0;
  }
  CHECK(page.app->view().selection.mask(150) == left);
  // With Shift the other half is added.
  page.frame(drag(page, {{400, -5}, {805, 605}}, true));
  CHECK(page.app->view().selection.mask(150) == page.app->shown().mask());
}

TEST_CASE("a click with a tool changes nothing, and an empty shape selects nobody") {
  HeadlessPage page;
  page.settle();
  for (const SelectionTool tool :
       {SelectionTool::Lasso, SelectionTool::Box, SelectionTool::Sphere, SelectionTool::Column}) {
    page.command(ChangeSelection{NeuronSet::from_neurons({3, 4, 5}), SetOperation::Replace});
    page.request(UseTool{tool});
    CHECK(drag(page, {{400, 300}, {401, 301}}).commands.empty());
    page.frame(drag(page, {{400, 300}, {401, 301}}));
    CHECK(page.app->view().selection.count() == 3);
    page.request(UseTool{SelectionTool::None});
  }
  page.request(UseTool{SelectionTool::Box});
  page.frame(drag(page, {{1, 1}, {12, 12}}));  // a corner without neurons
  CHECK(page.app->view().selection.empty());
}

TEST_CASE("a column holds the neurons of its sphere and those above and below them") {
  HeadlessPage page;
  page.settle();
  page.request(UseTool{SelectionTool::Sphere});
  page.frame(drag(page, {{400, 300}, {460, 300}}));
  const NeuronSet sphere = page.app->view().selection;
  page.request(UseTool{SelectionTool::Column});
  page.frame(drag(page, {{400, 300}, {460, 300}}));
  const NeuronSet column = page.app->view().selection;
  CHECK(combined(sphere, column, SetOperation::Difference).empty());
  CHECK(column.count() > sphere.count());
  CHECK(column.count() < 150);
}

TEST_CASE("without a tool, and after a second finger, the pointer is the camera's") {
  HeadlessPage page;
  page.settle();
  const SelectionInput::Scene scene{
      *page.app, {0, 0, 800, 600}, [](float, float) { return std::optional<NeuronIndex>(); }};
  SelectionInput input;
  Actions actions;
  CHECK_FALSE(input.take(event(Kind::Down, 5, 5), scene, actions));
  page.request(UseTool{SelectionTool::Box});
  CHECK(input.take(event(Kind::Down, 5, 5), scene, actions));
  CHECK_FALSE(input.take(event(Kind::Down, 50, 50, 2), scene, actions));
  CHECK_FALSE(input.dragging());
  CHECK(actions.commands.empty());
}
