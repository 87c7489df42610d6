#include "confirm/plaintext.h"

namespace qd {

namespace {

bool turnsDirection(QChar character)
{
    const char16_t unit = character.unicode();
    return (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069) || unit == 0x200e || unit == 0x200f;
}

QChar visibleSign(QChar character)
{
    const char16_t unit = character.unicode();
    if (unit == u'\n' || unit == u'\t')
        return character;
    if (unit < 0x20)
        return QChar(static_cast<char16_t>(0x2400 + unit)); // the sign of the control character
    if (character.category() == QChar::Other_Control || turnsDirection(character))
        return QChar(QChar::ReplacementCharacter);
    return character;
}

} // namespace

QString visibleText(const QString &text, qsizetype limit)
{
    QString shown = text.left(limit);
    for (QChar &character : shown)
        character = visibleSign(character);
    if (text.size() > limit)
        shown += QStringLiteral("\n… %1 more characters").arg(text.size() - limit);
    return shown;
}

} // namespace qd
