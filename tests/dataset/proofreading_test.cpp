#include "dataset/proofreading.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("clean and extended axons are analyzable, in any case; nothing else is") {
  for (const char* status : {"clean", "extended", "Clean", "EXTENDED"}) {
    CAPTURE(status);
    CHECK(is_analyzable_status(status));
    CHECK_FALSE(is_unproofread_status(status));
  }
  for (const char* status : {"", "non", "cleaned", "clean ", "nan", "true"}) {
    CAPTURE(status);
    CHECK_FALSE(is_analyzable_status(status));
  }
}

TEST_CASE("words for 'not proofread' are known, in any case; a missing value is not one") {
  for (const char* status : {"non", "None", "no", "False", "not proofread", "unproofread"}) {
    CAPTURE(status);
    CHECK(is_unproofread_status(status));
  }
  for (const char* status : {"", "nan", "yes", "nonsense"}) {
    CAPTURE(status);
    CHECK_FALSE(is_unproofread_status(status));
  }
}
