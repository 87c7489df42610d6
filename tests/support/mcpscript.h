#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace qd::test {

/// What a small MCP server says: the same over stdio and HTTP, so that one suite can run over both. Tools: echo, add
/// (structured, with the note that it is given), lie (breaks its own schema), fail (isError), slow (three progress notifications), never (no answer),
/// wild (HTML and control characters), image, ask (asks the client first; its text is the client's answer), job (a task of
/// three steps), page (wants a page visited first), region (2026-07-28: its argument is told in a header). Tools come in two pages, and need initialize first.
class McpScript
{
public:
    QString revision = QStringLiteral("2025-11-25"); ///< what it negotiates, whatever was asked
    bool endlessPages = false;
    int manyTools = 0;          ///< so many are listed in one page, in the place of its own
    bool wrongIds = false;
    bool offersNothing = false; ///< no capability at all
    bool isModern = false;      ///< speaks 2026-07-28; requests without its `_meta` are refused
    bool isLegacy = true;       ///< speaks the revisions before; both: a server of both eras
    bool asksForEver = false;   ///< modern: the tool ask needs more input each time
    int ttlMs = 0;              ///< modern: how long lists and resources may be kept
    int versionRefusals = 0;    ///< modern: how many server/discover are answered with -32022
    QByteArray supported = "[\"2026-07-28\"]"; ///< modern: what a refusal names, JSON
    QByteArray discovered = "[\"2026-07-28\"]"; ///< modern: what a discovery names, JSON; empty: it says nothing
    bool asksTwice = false;     ///< modern: two questions have one name
    bool deafToTasks = false;   ///< modern: refuses to tell of tasks
    bool jobNeverEnds = false;  ///< the tool job works for ever
    bool keepsResults = false;  ///< legacy: tasks/result is not answered
    bool jobAsks = false;       ///< modern: the tool job has a question, shown until the job is done
    QByteArray paramHeader = "Region"; ///< modern: what the tool region marks its argument with
    std::string refusedMethod;  ///< is answered with error 42
    QString echoDescription;    ///< of the tool echo, in the place of the usual one

    /// The messages that answer this one, in order; the last is the response, if there is one.
    [[nodiscard]] QByteArrayList answer(const QByteArray &message);
    /// Every message that came.
    [[nodiscard]] const QByteArrayList &seen() const { return m_seen; }

private:
    [[nodiscard]] QByteArrayList answerModern(const QByteArray &message);
    [[nodiscard]] QByteArrayList answerLegacy(const QByteArray &message);
    [[nodiscard]] QByteArrayList takeAnswer(const QByteArray &message);

    QByteArrayList m_seen;
    QByteArray m_asking; ///< the id of the call that waits for the client's answer
    bool m_isInitialized = false;
    bool m_isVisited = false; ///< the page of the tool page
    int m_jobSteps = 0;
    QByteArray m_jobToken; ///< of its progress
};

} // namespace qd::test
