#include "mcp/scantext.h"

#include <QStringList>

#include <algorithm>

namespace qd::scan {

namespace {

using Letters = QList<uint>;

char32_t letterAt(const Letters &text, qsizetype at) { return at >= 0 && at < text.size() ? text.at(at) : U'\0'; }

/// Scripts whose spelling needs joiners, or whose words are parted by zero-width blanks.
bool needsJoiners(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Arabic: case QChar::Script_Syriac: case QChar::Script_Devanagari: case QChar::Script_Bengali: case QChar::Script_Gurmukhi:
    case QChar::Script_Gujarati: case QChar::Script_Oriya: case QChar::Script_Tamil: case QChar::Script_Telugu: case QChar::Script_Kannada:
    case QChar::Script_Malayalam: case QChar::Script_Sinhala: case QChar::Script_Mongolian: case QChar::Script_Tibetan: case QChar::Script_Thai:
    case QChar::Script_Khmer: case QChar::Script_Lao: case QChar::Script_Myanmar: return true;
    default: return false;
    }
}

bool isPictogram(char32_t c)
{
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2190 && c <= 0x2BFF) || c == 0xFE0F || c == 0x3030 || c == 0x303D || c == 0xA9 || c == 0xAE;
}

bool isRightToLeft(const Letters &text)
{
    return std::ranges::any_of(text, [](uint c) { return QChar::direction(c) == QChar::DirR || QChar::direction(c) == QChar::DirAL; });
}

bool isTag(char32_t c) { return c >= 0xE0000 && c <= 0xE007F; }

bool isZeroWidth(char32_t c)
{
    return (c >= 0x200B && c <= 0x200D) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0x180E || c == 0x034F || c == 0x115F || c == 0x1160
        || c == 0x3164 || c == 0xFFA0 || c == 0xAD || (c >= 0x206A && c <= 0x206F);
}

bool isLetter(char32_t c) { return QChar::isLetter(c); }

/// A zero-width character that the text needs where it stands.
bool isNeeded(const Letters &text, qsizetype at)
{
    const char32_t c = text.at(at);
    const char32_t before = letterAt(text, at - 1);
    const char32_t after = letterAt(text, at + 1);
    if (c == 0xFEFF)
        return at == 0;
    if (c == 0xAD)
        return isLetter(before) && isLetter(after);
    if (c == 0x200D && isPictogram(before) && isPictogram(after))
        return true;
    return c >= 0x200B && c <= 0x200D && (needsJoiners(before) || needsJoiners(after));
}

bool isBidiOrder(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }
bool isBidiMark(char32_t c) { return c == 0x200E || c == 0x200F || c == 0x061C; }
bool isSelector(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }
bool isStrayControl(char32_t c) { return c != u'\n' && c != u'\r' && c != u'\t' && QChar::category(c) == QChar::Other_Control; }
bool isPrivate(char32_t c) { return QChar::category(c) == QChar::Other_PrivateUse && c != 0xF8FF; }

/// The flag of a region is a black flag, letters of the TAG block and its end.
qsizetype flagLength(const Letters &text, qsizetype at)
{
    qsizetype end = at;
    while (letterAt(text, end) >= 0xE0030 && letterAt(text, end) <= 0xE007A)
        ++end;
    const bool isFlag = letterAt(text, at - 1) == 0x1F3F4 && letterAt(text, end) == 0xE007F && end - at >= 3 && end - at <= 6;
    return isFlag ? end + 1 - at : 0;
}

/// What the character at `at` hides as, or nothing.
QString hiddenKind(const Letters &text, qsizetype at, bool isMarked)
{
    const char32_t c = text.at(at);
    if (isTag(c))
        return QStringLiteral("tag characters");
    if (isBidiOrder(c) || (isBidiMark(c) && !isMarked))
        return QStringLiteral("direction marks");
    if (isZeroWidth(c) && !isNeeded(text, at))
        return QStringLiteral("zero-width characters");
    if (isSelector(c) && isSelector(letterAt(text, at + 1)))
        return QStringLiteral("rows of variation selectors");
    if (isPrivate(c))
        return QStringLiteral("private characters");
    return isStrayControl(c) ? QStringLiteral("control characters") : QString();
}

} // namespace

QList<HiddenText> hiddenIn(const QString &text)
{
    const Letters letters = text.toUcs4();
    const bool isMarked = isRightToLeft(letters);
    QList<HiddenText> found;
    qsizetype units = 0;
    const auto take = [&](qsizetype count, qsizetype at) {
        for (qsizetype i = 0; i < count; ++i)
            units += letterAt(letters, at + i) > 0xFFFF ? 2 : 1;
    };
    for (qsizetype at = 0; at < letters.size();) {
        if (const qsizetype flag = isTag(letters.at(at)) ? flagLength(letters, at) : 0; flag > 0) {
            take(flag, at);
            at += flag;
            continue;
        }
        if (const QString kind = hiddenKind(letters, at, isMarked); !kind.isEmpty()) {
            auto known = std::ranges::find(found, kind, &HiddenText::kind);
            if (known == found.end())
                known = found.insert(found.end(), {.kind = kind, .from = units, .decoded = {}});
            ++known->count;
            const char32_t plain = letters.at(at) - 0xE0000;
            if (isTag(letters.at(at)) && plain >= 0x20 && plain < 0x7F && known->decoded.size() < 400)
                known->decoded += QChar(static_cast<char16_t>(plain));
        }
        take(1, at);
        ++at;
    }
    return found;
}

} // namespace qd::scan
