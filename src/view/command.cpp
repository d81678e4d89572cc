#include "view/command.h"

#include <utility>

namespace cnx {

void CommandQueue::push_back(Command command) {
  std::vector<Command>::push_back(std::move(command));
}

}  // namespace cnx
