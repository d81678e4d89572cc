#pragma once
// structure_inquiries.h — the job behind the section "Structure": asked for while the section is
// open, stopped when it is closed, when the neurons change, or by its button. What is counted
// before the random controls is shown while they are drawn.

#include <cstdint>

#include "app/derived_columns.h"
#include "app/section_job.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class StructureInquiries {
 public:
  explicit StructureInquiries(Platform& platform) : job_(platform, SectionTickets::Structure) {}

  /// `question` is that of the statistics on the screen and `version` its number; null while there
  /// are none for all tiles. Counted again when the version is another.
  void derive(bool open, const StatisticsQuestion* question, std::uint32_t version);
  /// Stops counting until the neurons change or resume() is called; what is there stays.
  void stop() { job_.stop(answer_); }
  void resume() { job_.resume(); }

  /// Takes what is about the job.
  void take(const WorkerReply& reply);

  const StructureAnswer& answer() const { return answer_; }
  /// What the neurons can be colored by now.
  const StatisticColumns& columns() const { return columns_; }
  bool idle() const { return !answer_.running; }

 private:
  SectionJob<StructureAnswer> job_;
  StructureAnswer answer_;
  StatisticColumns columns_;
};

}  // namespace cnx
