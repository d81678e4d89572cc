#include "format/memory_meter.h"

#include <cstdlib>
#include <new>

namespace {

std::size_t allocated = 0;

}  // namespace

// The whole program's, for every test of this layer; the array forms end up here too.
void* operator new(std::size_t size) {
  allocated += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace cnx::test {

std::size_t bytes_allocated() { return allocated; }

}  // namespace cnx::test
