#pragma once
// units.h — positions and distances are nanometers in the data and micrometers for people.

namespace cnx {

inline constexpr double kNmPerUm = 1000;

}  // namespace cnx
