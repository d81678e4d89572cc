#include "commands/sample.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "exit_codes.h"
#include "progress.h"
#include "sample/cortex_sample.h"
#include "sample/sample_file.h"
#include "say.h"
#include "write/output_file.h"

namespace cnx {
namespace {

int complain(int exit_code, const std::string& sentence) {
  say(sentence, "connectoscope sample");
  return exit_code;
}

const char* g_unfinished = nullptr;

/// Calls only what a signal's handler may call.
void on_interrupt(int) {
  constexpr char kSentence[] = "connectoscope: interrupted; no unfinished output is left\n";
  ::unlink(g_unfinished);
  [[maybe_unused]] const auto told = ::write(STDERR_FILENO, kSentence, sizeof kSentence - 1);
  std::_Exit(kExitInterrupted);
}

}  // namespace

int run_sample(const SampleOptions& options) {
  if (options.neurons < kMinSampleNeurons || options.neurons > kMaxSampleNeurons) {
    return complain(kExitUsage, "--neurons is " + std::to_string(options.neurons) +
                                    "; give a number from " + std::to_string(kMinSampleNeurons) +
                                    " to " + std::to_string(kMaxSampleNeurons));
  }
  auto created = OutputFile::create(options.output, options.force);
  if (!created.ok()) return complain(kExitUnwritable, created.error().where);
  OutputFile output = std::move(created).value();

  // Nothing is worth waiting for: the file is of no use before it is whole.
  g_unfinished = output.partial().c_str();
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) std::signal(number, on_interrupt);

  Progress progress(stderr);
  CortexSample sample;
  progress.begin("place");
  sample.neurons = sample_neurons(options.neurons, options.seed);
  progress.end(std::to_string(sample.neurons.count) + " neurons");
  progress.begin("connect");
  sample.connections = sample_connections(sample.neurons);
  progress.end(std::to_string(sample.connections.pre.size()) + " connections");
  progress.begin("synapses");
  sample.synapses = sample_synapses(sample.neurons, sample.connections);
  progress.end(std::to_string(sample.synapses.synapses.size()) + " synapses");
  progress.begin("write");
  Result<Done> written = write_sample_file(output.partial(), sample);
  if (written.ok()) written = output.publish();
  if (!written.ok()) {
    progress.abandon();
    return complain(kExitUnwritable, "could not write all of " + options.output + " (" +
                                         written.error().where +
                                         "); free some space there, or choose another disk");
  }
  progress.end(options.output);
  progress.note("This connectome is made up: seed " + std::to_string(options.seed) +
                ", drawn after the published statistics of MICrONS.");
  return kExitDone;
}

}  // namespace cnx
