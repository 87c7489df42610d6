#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace qd::test {

/// What a small MCP server says: the same over stdio and HTTP, so that one suite can run over both. Tools: echo, add
/// (structured), lie (breaks its own schema), fail (isError), slow (three progress notifications), never (no answer),
/// wild (HTML and control characters), image, ask (asks the client first; its text is the client's answer). Tools come in two pages, and need initialize first.
class McpScript
{
public:
    QString revision = QStringLiteral("2025-11-25"); ///< what it negotiates, whatever was asked
    bool endlessPages = false;
    bool wrongIds = false;
    bool offersNothing = false; ///< no capability at all

    /// The messages that answer this one, in order; the last is the response, if there is one.
    [[nodiscard]] QByteArrayList answer(const QByteArray &message);
    /// Every message that came.
    [[nodiscard]] const QByteArrayList &seen() const { return m_seen; }

private:
    [[nodiscard]] QByteArrayList takeAnswer(const QByteArray &message);

    QByteArrayList m_seen;
    QByteArray m_asking; ///< the id of the call that waits for the client's answer
    bool m_isInitialized = false;
};

} // namespace qd::test
