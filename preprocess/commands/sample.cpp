#include "commands/sample.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include "exit_codes.h"
#include "files.h"
#include "progress.h"
#include "sample/cortex_sample.h"
#include "sample/sample_file.h"

namespace cnx {
namespace {

int complain(int exit_code, const std::string& sentence) {
  std::fprintf(stderr, "connectoscope sample: %s\n", sentence.c_str());
  return exit_code;
}

}  // namespace

int run_sample(const SampleOptions& options) {
  if (options.neurons < kMinSampleNeurons || options.neurons > kMaxSampleNeurons) {
    return complain(kExitUsage, "--neurons is " + std::to_string(options.neurons) +
                                    "; give a number from " + std::to_string(kMinSampleNeurons) +
                                    " to " + std::to_string(kMaxSampleNeurons));
  }
  struct stat status {};
  if (stat(options.output.c_str(), &status) == 0) {
    if (!S_ISREG(status.st_mode)) {
      return complain(kExitUnwritable,
                      options.output + " is not a file; give the name of the file to write");
    }
    if (!options.force) {
      return complain(kExitUnwritable, options.output +
                                           " is already there; give another name, or --force to "
                                           "replace it");
    }
  }
  // Beside the output, so that the rename stays on one disk.
  const std::string partial = options.output + ".partial-" + std::to_string(getpid());
  if (const Result<Done> created = write_file(partial, {}); !created.ok()) {
    return complain(kExitUnwritable, "cannot write " + options.output + " (" +
                                         created.error().where +
                                         "); choose a folder that is there and yours");
  }
  // A file size limit is then an error of write(), which is reported, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);

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
  Result<Done> written = write_sample_file(partial, sample);
  // On the disk before it has its name: a crash leaves no file that only looks whole.
  if (written.ok()) written = sync_to_disk(partial);
  if (written.ok() && std::rename(partial.c_str(), options.output.c_str()) != 0) {
    written = Error{ErrorCode::Unwritable, system_reason(errno)};
  }
  if (!written.ok()) {
    progress.end("failed");
    unlink(partial.c_str());
    return complain(kExitUnwritable, "could not write all of " + options.output + " (" +
                                         written.error().where + "); is the disk full?");
  }
  progress.end(options.output);
  progress.note("This connectome is made up: seed " + std::to_string(options.seed) +
                ", drawn after the published statistics of MICrONS.");
  return kExitDone;
}

}  // namespace cnx
