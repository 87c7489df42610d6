#pragma once

#include <QList>
#include <QString>

#include <utility>

/// How texts of servers are made readable for rules and for people. Pure.
namespace qd::scan {

/// NFKC, lower case, without format characters, look-alike letters as Latin ones, blanks as one: what phrase rules see.
[[nodiscard]] QString plainForm(const QString &text);
/// Whether a character cannot be seen where it stands, or passes for a plain blank.
[[nodiscard]] bool isUnseen(char32_t c);
/// Control, format and private characters spelled out as <U+200B>; at most `limit` characters, then "…".
[[nodiscard]] QString visibleText(const QString &text, qsizetype limit = 160);
/// The part of a text around a place, visible.
[[nodiscard]] QString excerptAround(const QString &text, qsizetype from, qsizetype size);

/// What hides in a text.
struct HiddenText {
    QString kind;      ///< "tag characters", "zero-width characters", …
    qsizetype from = 0;
    qsizetype count = 0;
    QString decoded;   ///< of TAG characters: the text they spell
};
/// Characters that people do not see but models read, less what scripts and emoji need.
[[nodiscard]] QList<HiddenText> hiddenIn(const QString &text);
/// Words that mix Latin with Cyrillic letters.
[[nodiscard]] QStringList mixedWords(const QString &text);

/// Ranges inside quotation marks (of a plainForm), from and to.
[[nodiscard]] QList<std::pair<qsizetype, qsizetype>> quotedRanges(const QString &text);

} // namespace qd::scan
