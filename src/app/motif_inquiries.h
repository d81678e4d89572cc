#pragma once
// motif_inquiries.h — the jobs behind the section "Motifs": the triads, then the simplices of the
// neurons that the statistics are about, then the connections in them. Asked for while the section
// is open, stopped when it is closed, when the neurons change, or by its button.

#include <cstdint>
#include <optional>
#include <vector>

#include "app/derived_columns.h"
#include "app/section_job.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class MotifInquiries {
 public:
  explicit MotifInquiries(Platform& platform) : job_(platform, SectionTickets::Motifs) {}

  /// `question` is that of the statistics on the screen and `version` its number; null while there
  /// are none for all tiles. Counted again when the version is another, unless it is one of the
  /// latest that have been counted to the end.
  void derive(bool open, const StatisticsQuestion* question, std::uint32_t version);
  /// Stops counting until the neurons change or resume() is called; what is there stays.
  void stop() { job_.stop(answer_); }
  void resume() { job_.resume(); }

  /// Takes what is about one of the jobs.
  void take(const WorkerReply& reply);

  const MotifsAnswer& answer() const { return answer_; }
  /// What the neurons can be colored by now.
  const StatisticColumns& columns() const { return columns_; }
  bool idle() const { return !answer_.running; }

 private:
  /// What is known of one version to the end.
  struct Kept {
    std::uint32_t version = 0;
    MotifsReport report;
    std::vector<DerivedColumn> columns;
  };

  void ask(Statistic statistic);

  SectionJob<MotifsAnswer> job_;
  Statistic out_ = Statistic::Triads;           // the job that is out, or was last
  std::optional<StatisticsQuestion> question_;  // of the jobs that are out
  MotifsAnswer answer_;
  StatisticColumns columns_;
  std::optional<std::uint32_t> counted_;  // the version that answer_ has to the end
  std::uint32_t version_ = 0;             // that answer_ is about
  std::vector<Kept> kept_;                // others, the latest last
};

}  // namespace cnx
