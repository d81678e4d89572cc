#pragma once
// say.h — text on the terminal. Names, labels and paths come from strangers, and a terminal obeys
// what it is sent: what people read goes through here.

#include <string>
#include <string_view>

namespace cnx {

/// `text` with every character that a terminal would obey (controls, also those above 7 bits, and
/// those that turn the direction of writing) as U+FFFD; newlines stay. O(bytes).
std::string printable_text(std::string_view text);

/// The same as one line: newlines become U+FFFD, too.
std::string printable_line(std::string_view text);

/// "connectoscope: sentence" as a line on stderr.
void say(std::string_view sentence, std::string_view program = "connectoscope");

}  // namespace cnx
