#include "mcp/scanrules.h"
#include "mcp/scantext.h"

#include <QHash>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace qd::scan {

namespace {

constexpr qsizetype longestDisguise = 200'000; ///< characters that are read in other ways
constexpr int strongOrder = 80;                ///< nothing less is worth reading a text in another way for

/// Another way to read a text.
struct Reading {
    QString how;
    QString plain;
};

QString namedEntity(const QString &name)
{
    static const QHash<QString, QString> names{{QStringLiteral("lt"), QStringLiteral("<")}, {QStringLiteral("gt"), QStringLiteral(">")}, {QStringLiteral("amp"), QStringLiteral("&")},
                                               {QStringLiteral("quot"), QStringLiteral("\"")}, {QStringLiteral("apos"), QStringLiteral("'")}, {QStringLiteral("nbsp"), QStringLiteral(" ")}};
    return names.value(name);
}

QString withoutEntities(const QString &text)
{
    static const QRegularExpression entity(QStringLiteral("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));"));
    QString made;
    qsizetype from = 0;
    for (auto matches = entity.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        const uint number = match.captured(1).isEmpty() ? match.captured(2).toUInt(nullptr, 16) : match.captured(1).toUInt();
        const char32_t letter = number;
        made += QStringView(text).mid(from, match.capturedStart() - from);
        made += number > 0 && number <= 0x10FFFF ? QString::fromUcs4(&letter, 1) : namedEntity(match.captured(3));
        from = match.capturedEnd();
    }
    return made + QStringView(text).mid(from);
}

QString withoutPercents(const QString &text)
{
    return text.contains(u'%') ? QUrl::fromPercentEncoding(text.toUtf8()) : text;
}

/// Strokes and the like that are put upon Latin letters.
QString withoutMarks(const QString &text)
{
    QString made;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD))
        if (!c.isMark() || made.isEmpty() || QChar::script(made.back().unicode()) != QChar::Script_Latin)
            made += c;
    return made;
}

/// "ignore_allPrevious-rules" as words.
QString parted(QString text)
{
    static const QRegularExpression edge(QStringLiteral("(?<=[a-z])(?=[A-Z])"));
    static const QRegularExpression joint(QStringLiteral("(?<=\\w)[-+.~|*/_]+(?=\\w)|_+"));
    return text.replace(edge, QStringLiteral(" ")).replace(joint, QStringLiteral(" "));
}

/// Digits that stand for letters in words; 1 is read as `one`.
QString withoutDigits(QString text, QChar one)
{
    static const QRegularExpression word(QStringLiteral("[\\p{L}0-9@$!|]{2,}"));
    const QHash<QChar, QChar> letters{{u'0', u'o'}, {u'1', one}, {u'3', u'e'}, {u'4', u'a'}, {u'5', u's'}, {u'7', u't'}, {u'9', u'g'}, {u'@', u'a'}, {u'$', u's'}, {u'!', u'i'}, {u'|', u'l'}};
    QString made = text;
    for (auto matches = word.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        if (const QString letter = match.captured(); std::ranges::none_of(letter, [](QChar c) { return c.isLetter(); }))
            continue; // a number
        for (qsizetype i = match.capturedStart(); i < match.capturedEnd(); ++i)
            made[i] = letters.value(text.at(i), text.at(i));
    }
    return made;
}

/// "i g n o r e  a l l" and "i.g.n.o.r.e a.l.l" as words.
QString drawnTogether(const QString &text)
{
    static const QRegularExpression spaced(QStringLiteral("(?<![\\p{L}\\d])\\p{L}([ ._*-])(?:\\p{L}\\1)*\\p{L}(?![\\p{L}\\d])"));
    QString made;
    qsizetype from = 0;
    for (auto matches = spaced.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        made += QStringView(text).mid(from, match.capturedStart() - from);
        made += match.captured().remove(match.captured(1));
        from = match.capturedEnd();
    }
    return made + QStringView(text).mid(from);
}

QString rotated(QString text)
{
    for (QChar &c : text)
        if (c >= u'a' && c <= u'z')
            c = QChar(static_cast<char16_t>(u'a' + (c.unicode() - u'a' + 13) % 26));
    return text;
}

QString backwards(QString text)
{
    std::reverse(text.begin(), text.end());
    return text;
}

/// Most texts have neither codes nor marks.
bool isWrittenPlainly(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80 && c != u'%' && c != u'&'; });
}

QList<Reading> readingsOf(const PlacedText &sent)
{
    const bool isPlain = isWrittenPlainly(sent.text);
    const QString part = sent.text.left(longestDisguise);
    const QString text = isPlain ? part : withoutMarks(withoutEntities(withoutPercents(part)));
    const QString plain = isPlain ? sent.plain : plainForm(text);
    const QString words = plainForm(parted(text));
    return {{QStringLiteral("with marks or codes for letters"), plain},
            {QStringLiteral("without blanks"), words},
            {QStringLiteral("with digits for letters"), withoutDigits(words, u'i')},
            {QStringLiteral("with digits for letters"), withoutDigits(words, u'l')},
            {QStringLiteral("letter by letter"), plainForm(drawnTogether(text))},
            {QStringLiteral("backwards"), backwards(plain)},
            {QStringLiteral("in ROT13"), rotated(plain)}};
}

/// Saves reading texts that cannot mean anything.
bool mayOrder(const QString &plain)
{
    static const QRegularExpression words(QStringLiteral("instruc|instruk|prompt|ignor|disregard|forget|user|usuari|nutzer|anwender|rules|regeln|reglas|bypass|secretly|password|api key|conversation|credential"));
    return words.match(plain).hasMatch();
}

/// Words without any blanks, of a text whose letters all stand alone.
bool isOrderWithoutBlanks(const QString &word)
{
    static const QRegularExpression order(QStringLiteral(
        "(ignore|disregard|forget)(all|any|the|your|my)*(previous|prior|earlier|above|preceding)|previousinstructions|(donot|dont|never)(tell|inform|mention|notify)\\w{0,12}(user|human)|(your|the)systemprompt"));
    return order.match(word).hasMatch();
}

ScanFinding disguised(const QString &place, const QString &how, const QString &excerpt)
{
    return {.rule = QStringLiteral("disguised"), .weight = scanCertain, .server = {}, .name = {}, .place = place,
            .message = QStringLiteral("It gives the model an order, written %1.").arg(how), .excerpt = excerpt};
}

} // namespace

QList<ScanFinding> findDisguised(const PlacedText &text)
{
    QString before; // the last one read
    for (const Reading &reading : readingsOf(text)) {
        if (reading.plain == text.plain || reading.plain == before || !mayOrder(reading.plain))
            continue;
        before = reading.plain;
        for (const PhraseHit &hit : phrasesIn(reading.plain))
            if (hit.weight >= strongOrder && !text.plain.contains(reading.plain.mid(hit.from, hit.size)))
                return {disguised(text.place, reading.how, excerptAround(reading.plain, hit.from, hit.size))};
    }
    const QString together = plainForm(drawnTogether(text.text.left(longestDisguise)));
    if (together != text.plain && isOrderWithoutBlanks(together))
        return {disguised(text.place, QStringLiteral("letter by letter"), visibleText(together))};
    return {};
}

} // namespace qd::scan
