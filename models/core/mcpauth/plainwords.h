#pragma once

#include <QString>

namespace qd::oauth {

/// What a server says, as one line of at most 300 characters: control and format characters are blanks. Pure, any thread.
[[nodiscard]] QString plainWords(QString text);

} // namespace qd::oauth
