#include "printabletext.h"

namespace qd {

namespace {

bool isDirectionControl(QChar character)
{
    const char16_t unit = character.unicode();
    return (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069);
}

} // namespace

QString printableText(const QString &text)
{
    QString safe = text;
    for (QChar &character : safe) {
        if (character == u'\n' || character == u'\t' || character == u'\r')
            character = u' ';
        else if (character.category() == QChar::Other_Control || isDirectionControl(character))
            character = QChar(QChar::ReplacementCharacter);
    }
    return safe;
}

} // namespace qd
