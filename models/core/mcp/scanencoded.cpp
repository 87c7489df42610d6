#include "mcp/scanrules.h"
#include "mcp/scantext.h"

#include <QByteArray>
#include <QRegularExpression>

#include <algorithm>

namespace qd::scan {

namespace {

constexpr qsizetype longestToken = 16 * 1024;
constexpr int maxTokens = 200;
constexpr int maxLayers = 2; ///< an encoding inside an encoding, no deeper

bool isReadable(const QByteArray &bytes)
{
    const auto printable = std::ranges::count_if(bytes, [](char c) { return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t'; });
    return bytes.size() >= 10 && printable * 100 >= bytes.size() * 92;
}

/// What a token may mean, when it means a text.
QList<QByteArray> decodings(const QString &token)
{
    static const QRegularExpression notHex(QStringLiteral("(\\\\x|0x|%)|[ ,]"));
    QList<QByteArray> texts;
    const QString digits = QString(token).remove(notHex);
    static const QRegularExpression hex(QStringLiteral("^[0-9a-fA-F]{20,}$"));
    if (digits.size() % 2 == 0 && hex.match(digits).hasMatch())
        texts << QByteArray::fromHex(digits.toLatin1());
    const QByteArray bytes = token.toLatin1();
    const bool isUrlSafe = bytes.contains('-') || bytes.contains('_');
    texts << QByteArray::fromBase64(bytes, isUrlSafe ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding);
    texts.removeIf([](const QByteArray &text) { return !isReadable(text); });
    return texts;
}

bool isCommand(const QString &text)
{
    static const QRegularExpression command(QStringLiteral(
        "\\b(curl|wget)\\b.{0,300}\\|\\s*(sudo\\s+)?\\w*sh\\b|/dev/tcp/|\\bnc\\b.{0,80}-e\\b|\\brm\\s+-\\w*[rf]|\\bbash\\s+-i\\b|powershell\\S*\\s+-e|"
        "\\bos\\.system\\(|\\bsubprocess\\.|\\beval\\s*\\(|\\bchmod\\s+\\+x\\b|\\b(curl|wget|scp|nc)\\b.{0,200}(~/|\\.ssh|\\.env|/etc/)|\\bbase64\\s+-d\\b.{0,40}\\|"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return command.match(text).hasMatch();
}

/// Something that a definition has no reason to hide.
bool isPayload(const QString &text, int layer);

QStringList tokensOf(const QString &text)
{
    static const QRegularExpression encoded(QStringLiteral("(?:(?:\\\\x|0x|%)[0-9a-fA-F]{2}[ ,]?){10,}|(?:[0-9a-fA-F]{2} ){12,}[0-9a-fA-F]{2}|[A-Za-z0-9+/_-]{20,}={0,2}"));
    QStringList tokens;
    for (auto matches = encoded.globalMatch(text); matches.hasNext() && tokens.size() < maxTokens;)
        tokens << matches.next().captured().left(longestToken);
    return tokens;
}

QString payloadOf(const QString &token, int layer)
{
    for (const QByteArray &bytes : decodings(token))
        if (const QString text = QString::fromLatin1(bytes); isPayload(text, layer))
            return text;
    return {};
}

bool isPayload(const QString &text, int layer)
{
    if (isCommand(text))
        return true;
    const QList<PhraseHit> hits = phrasesIn(plainForm(text));
    if (std::ranges::any_of(hits, [](const PhraseHit &hit) { return hit.weight >= 80; }))
        return true;
    const QStringList inner = layer < maxLayers ? tokensOf(text) : QStringList();
    return std::ranges::any_of(inner, [layer](const QString &token) { return !payloadOf(token, layer + 1).isEmpty(); });
}

} // namespace

QList<ScanFinding> findEncoded(const PlacedText &text)
{
    QList<ScanFinding> findings;
    for (const QString &token : tokensOf(text.text))
        if (const QString payload = payloadOf(token, 1); !payload.isEmpty())
            findings.append({.rule = QStringLiteral("encoded"), .weight = scanCertain, .server = {}, .name = {}, .place = text.place,
                             .message = QStringLiteral("An encoded text is a command or an order."), .excerpt = visibleText(payload)});
    return findings;
}

} // namespace qd::scan
