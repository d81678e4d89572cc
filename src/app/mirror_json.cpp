#include "app/mirror_json.h"

#include <utility>

#include "base/json.h"

namespace cnx {

std::string mirror_json(const std::vector<MirrorSection>& sections) {
  Json all = Json::array();
  for (const MirrorSection& section : sections) {
    Json tables = Json::array();
    for (const Table& table : section.tables) {
      Json columns = Json::array(), rows = Json::array();
      for (const TableColumn& column : table.columns) {
        if (column.use == ColumnUse::Files) continue;
        columns.push_back({{"title", column.title}, {"numeric", column.numeric}});
      }
      for (const auto& cells : table.rows) {
        Json row = Json::array();
        for (std::size_t c = 0; c < cells.size(); ++c) {
          if (table.columns[c].use != ColumnUse::Files) row.push_back(cells[c].text);
        }
        rows.push_back(std::move(row));
      }
      tables.push_back({{"title", table.title},
                        {"caption", table.caption},
                        {"columns", std::move(columns)},
                        {"rows", std::move(rows)}});
    }
    all.push_back(
        {{"heading", section.heading}, {"lines", section.lines}, {"tables", std::move(tables)}});
  }
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cnx
