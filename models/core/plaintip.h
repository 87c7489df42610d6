#pragma once

#include <QString>

namespace qd {

/// A tool tip that shows `text` as it is, with its line breaks, and no more than `limit` characters of it. Qt guesses whether a
/// tip is rich text, and what servers and telemetry say must not be taken for markup. Empty for no text: then there is no tip.
[[nodiscard]] inline QString plainTip(const QString &text, qsizetype limit = 2000)
{
    const QString shown = text.size() > limit ? text.first(limit) + QChar(0x2026) : text;
    return shown.isEmpty() ? QString() : QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(shown.toHtmlEscaped());
}

} // namespace qd
