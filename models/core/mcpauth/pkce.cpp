#include "mcpauth/pkce.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

namespace qd::oauth {

namespace {

constexpr QByteArray::Base64Options base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

QByteArray challengeOf(const QByteArray &verifier) { return QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(base64Url); }

QByteArray randomText()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toBase64(base64Url);
}

Pkce makePkce()
{
    const QByteArray verifier = randomText();
    return {verifier, challengeOf(verifier)};
}

} // namespace qd::oauth
