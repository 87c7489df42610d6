#pragma once

#include <QByteArrayView>

namespace qd::jsonslice {

/// A JSON object in a file of ours around what servers said: it may be nested deeper than a message by our own levels. Pure,
/// any thread.
[[nodiscard]] bool isSavedObject(QByteArrayView text);

} // namespace qd::jsonslice
