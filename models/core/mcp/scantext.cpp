#include "mcp/scantext.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

namespace qd::scan {

namespace {

QChar latinLookAlike(QChar c)
{
    static const QHash<QChar, QChar> map{{u'а', u'a'}, {u'е', u'e'}, {u'о', u'o'}, {u'р', u'p'}, {u'с', u'c'}, {u'у', u'y'}, {u'х', u'x'},
                                         {u'і', u'i'}, {u'ѕ', u's'}, {u'ј', u'j'}, {u'ԁ', u'd'}, {u'һ', u'h'}, {u'ο', u'o'}, {u'α', u'a'},
                                         {u'‘', u'\''}, {u'’', u'\''}, {u'“', u'"'}, {u'”', u'"'}, {u'„', u'"'}, {u'«', u'"'}, {u'»', u'"'}};
    return map.value(c, c);
}

bool isSpelledOut(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category == QChar::Other_Control || category == QChar::Other_Format || category == QChar::Other_PrivateUse
        || category == QChar::Other_Surrogate || category == QChar::Other_NotAssigned || category == QChar::Separator_Line || category == QChar::Separator_Paragraph;
}

} // namespace

QString plainForm(const QString &text)
{
    QString plain;
    bool wasBlank = false;
    for (const char32_t c : text.normalized(QString::NormalizationForm_KC).toCaseFolded().toUcs4()) {
        const bool isBlank = QChar::isSpace(c);
        if (!isBlank && isSpelledOut(c))
            continue;
        if (isBlank && !wasBlank)
            plain += u' ';
        else if (!isBlank && c < 0x10000)
            plain += latinLookAlike(QChar(static_cast<char16_t>(c)));
        else if (!isBlank)
            plain += QString::fromUcs4(&c, 1);
        wasBlank = isBlank;
    }
    return plain.trimmed();
}

bool isUnseen(char32_t c)
{
    constexpr std::array fillers{U'\u034F', U'\u115F', U'\u1160', U'\u17B4', U'\u17B5', U'\u2800', U'\u3164', U'\uFFA0'};
    const bool isSelector = (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    return isSpelledOut(c) || (c != U' ' && QChar::category(c) == QChar::Separator_Space) || isSelector || std::ranges::find(fillers, c) != fillers.end();
}

QString visibleText(const QString &text, qsizetype limit)
{
    QString shown;
    for (const char32_t c : text.left(limit * 2).toUcs4()) {
        if (shown.size() >= limit)
            return shown + u'…';
        if (c == u'\n' || c == u'\t' || c == u'\r')
            shown += u' ';
        else if (isSpelledOut(c))
            shown += QStringLiteral("<U+%1>").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0')).toUpper();
        else
            shown += QString::fromUcs4(&c, 1);
    }
    return text.size() > limit * 2 ? QString(shown + u'…') : shown;
}

QString excerptAround(const QString &text, qsizetype from, qsizetype size)
{
    constexpr qsizetype margin = 40;
    const qsizetype start = std::max<qsizetype>(0, from - margin);
    const QString part = text.mid(start, size + (from - start) + margin);
    return (start > 0 ? QStringLiteral("…") : QString()) + visibleText(part) + (start + part.size() < text.size() ? QStringLiteral("…") : QString());
}

QStringList mixedWords(const QString &text)
{
    static const QRegularExpression mixed(QStringLiteral("\\b(?=\\w*\\p{Latin})(?=\\w*\\p{Cyrillic})\\w+"), QRegularExpression::UseUnicodePropertiesOption);
    QStringList words;
    for (auto matches = mixed.globalMatch(text); matches.hasNext() && words.size() < 10;)
        words << matches.next().captured();
    return words;
}

QList<std::pair<qsizetype, qsizetype>> quotedRanges(const QString &text)
{
    static const QRegularExpression quoted(QStringLiteral("\"[^\"]{1,400}\"|`[^`]{1,400}`|(?<![\\w'])'[^']{1,400}'(?!\\w)"));
    QList<std::pair<qsizetype, qsizetype>> ranges;
    for (auto matches = quoted.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        ranges.append({match.capturedStart(), match.capturedEnd()});
    }
    return ranges;
}

} // namespace qd::scan
