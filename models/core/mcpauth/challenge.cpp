#include "mcpauth/challenge.h"

#include "mcpauth/scopes.h"

#include <algorithm>

namespace qd::oauth {

namespace {

constexpr qsizetype longestParameter = 4096;

bool isTokenByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
}

bool isToken68Byte(char c) { return isTokenByte(c) ? !QByteArrayView("!#$%&'*^`|").contains(c) : c == '/'; }

/// Reads one header from its front; every step consumes at least a byte or says that it could not.
class ChallengeReader
{
public:
    explicit ChallengeReader(QByteArrayView text) : m_text(text) {}

    QList<Challenge> all()
    {
        for (skipSeparators(); m_at < m_text.size() && m_found.size() <= maxChallenges; skipSeparators())
            readElement();
        if (m_found.size() > maxChallenges)
            m_found.removeLast();
        return m_found;
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text.at(m_at) : '\0'; }
    void skipBlanks()
    {
        while (peek() == ' ' || peek() == '\t')
            ++m_at;
    }
    void skipSeparators()
    {
        while (peek() == ' ' || peek() == '\t' || peek() == ',')
            ++m_at;
    }
    /// To the next comma: what is here cannot be read.
    void skipElement()
    {
        while (m_at < m_text.size() && peek() != ',')
            ++m_at;
    }

    QByteArrayView token()
    {
        const qsizetype from = m_at;
        while (isTokenByte(peek()))
            ++m_at;
        return m_text.sliced(from, m_at - from);
    }

    /// What lacks its quotes, e.g. an address: up to a blank, a comma or a quote.
    QByteArrayView bareValue()
    {
        const qsizetype from = m_at;
        while (peek() > ' ' && peek() != ',' && peek() != '"')
            ++m_at;
        return m_text.sliced(from, m_at - from);
    }

    /// A parameter of the challenge before, or the begin of another challenge.
    void readElement()
    {
        const QByteArrayView name = token();
        const qsizetype afterName = m_at;
        skipBlanks();
        if (name.isEmpty())
            return skipElement();
        if (peek() == '=' && !m_found.isEmpty()) {
            ++m_at;
            return readValue(name);
        }
        if (peek() == '=')
            return skipElement();
        m_found.append(Challenge{.scheme = QString::fromLatin1(name), .token68 = {}, .parameters = {}});
        if (m_at > afterName)
            readToken68();
    }

    /// Behind a scheme: base64 that fills the element, or nothing, and its first parameter is read as the next element.
    void readToken68()
    {
        const qsizetype from = m_at;
        while (isToken68Byte(peek()))
            ++m_at;
        const bool hasBytes = m_at > from;
        while (peek() == '=')
            ++m_at;
        const QByteArrayView read = m_text.sliced(from, m_at - from);
        skipBlanks();
        if (hasBytes && (m_at == m_text.size() || peek() == ','))
            m_found.last().token68 = QString::fromLatin1(read);
        else
            m_at = from;
    }

    void readValue(QByteArrayView name)
    {
        skipBlanks();
        QByteArray value;
        if (peek() == '"') {
            if (!readQuoted(value))
                return skipElement();
        } else {
            value = bareValue().toByteArray();
        }
        auto &parameters = m_found.last().parameters;
        const QString key = QString::fromLatin1(name).toLower();
        const bool isKnown = std::any_of(parameters.cbegin(), parameters.cend(), [&](const auto &one) { return one.first == key; });
        if (!isKnown && parameters.size() < maxChallengeParameters)
            parameters.append({key, QString::fromUtf8(value.left(longestParameter))});
    }

    bool readQuoted(QByteArray &value)
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (peek() == '"') {
                ++m_at;
                return true;
            }
            if (peek() == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            value += peek();
        }
        return false;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    QList<Challenge> m_found;
};

} // namespace

std::optional<QString> Challenge::parameter(QLatin1String name) const
{
    const auto found = std::find_if(parameters.cbegin(), parameters.cend(), [&](const auto &one) { return one.first == name; });
    return found == parameters.cend() ? std::nullopt : std::optional(found->second);
}

QList<Challenge> parseChallenges(const QByteArray &header)
{
    return ChallengeReader(QByteArrayView(header).first(std::min(header.size(), maxChallengeBytes))).all();
}

std::optional<BearerChallenge> bearerChallenge(const QByteArray &header)
{
    for (const Challenge &challenge : parseChallenges(header)) {
        if (challenge.scheme.compare(QLatin1String("Bearer"), Qt::CaseInsensitive) != 0)
            continue;
        const auto text = [&](const char *name) { return challenge.parameter(QLatin1String(name)).value_or(QString()); };
        return BearerChallenge{.resourceMetadata = text("resource_metadata"),
                               .scopes = splitScopes(text("scope")),
                               .error = text("error"),
                               .errorDescription = text("error_description")};
    }
    return std::nullopt;
}

} // namespace qd::oauth
