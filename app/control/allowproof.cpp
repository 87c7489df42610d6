#include "allowproof.h"

#include "policy/jsonscan.h"
#include "policy/sampleargs.h"

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype proofMaxSeen = 4000; ///< characters of an answer that are kept

using ProofVerdict = ProofRow::Verdict;
using JsonList = QList<std::pair<QString, QString>>;

QString proofMember(const QString &json, const char *name)
{
    for (const auto &[key, value] : jsonscan::members(json).value_or(JsonList{}))
        if (key == QLatin1StringView(name))
            return value;
    return {};
}

/// The code of a JSON-RPC error answer, or nothing.
std::optional<QString> errorCodeOf(const QString &answer)
{
    const QString error = proofMember(answer, "error");
    return error.isEmpty() ? std::nullopt : std::optional(proofMember(error, "code"));
}

/// An answer that came as server-sent events, without their frame.
QString withoutEventFrame(const QString &answer)
{
    if (jsonscan::compact(answer))
        return answer;
    QString last;
    for (const QString &line : answer.split(u'\n'))
        if (line.startsWith(QLatin1StringView("data:")) && jsonscan::compact(line.mid(5)))
            last = line.mid(5).trimmed();
    return last.isEmpty() ? answer : last;
}

QString requestText(const QString &method, const QString &id, const QString &params)
{
    return QStringLiteral("{\"jsonrpc\":\"2.0\",\"id\":%1,\"method\":%2,\"params\":%3}").arg(jsonscan::encoded(id), jsonscan::encoded(method), params);
}

QString callText(const QString &tool, const QString &id, const QString &arguments = QStringLiteral("{}"), const QString &method = QStringLiteral("tools/call"))
{
    return requestText(method, id, QStringLiteral("{\"name\":%1,\"arguments\":%2}").arg(jsonscan::encoded(tool), arguments));
}

/// The name with the case of its letters turned round.
QString turnedCase(const QString &name)
{
    QString turned = name;
    for (QChar &c : turned)
        c = c.isUpper() ? c.toLower() : c.toUpper();
    return turned;
}

bool mustRunAsTask(const AllowTool &tool)
{
    return jsonscan::decoded(proofMember(proofMember(tool.definition, "execution"), "taskSupport")) == QStringLiteral("required");
}

} // namespace

AllowProof::AllowProof(McpConnector &mcp, ProofOrder order, QObject *parent) : QObject(parent), m_mcp(mcp), m_order(std::move(order)) {}

AllowProof::~AllowProof() = default;

QStringList AllowProof::allowedNames() const
{
    QStringList names;
    for (const AllowTool &tool : m_order.tools)
        if (tool.live == ToolDecision::Allowed)
            names.append(tool.name);
    names.sort();
    return names;
}

void AllowProof::start()
{
    plan();
    McpServerConfig config = m_order.server;
    config.requestTimeout = probeTimeout;
    m_session = m_mcp.makeSession(config);
    m_call = m_session->open(this, [this](const Result<McpServerInfo> &info) {
        if (!info)
            return emit finished(info.error());
        next();
    });
}

void AllowProof::plan()
{
    m_probes.append({tr("tools/list shows exactly the set"), requestText(QStringLiteral("tools/list"), QStringLiteral("prove-list"), QStringLiteral("{}")).toUtf8(), Expect::List, {}});
    planAllowed();
    planRefused();
}

void AllowProof::planAllowed()
{
    for (const AllowTool &tool : m_order.tools) {
        if (tool.live != ToolDecision::Allowed)
            continue;
        const QString message = callText(tool.name, QStringLiteral("prove-allowed-") + tool.name, sampleArguments(proofMember(tool.definition, "inputSchema")));
        Probe probe{tr("allowed tool %1 can be called").arg(tool.name), message.toUtf8(), Expect::NotRefused, {}};
        if (tool.drift == ToolDrift::Gone)
            probe.skip = tr("The server no longer offers it");
        else if (tool.isDestructive == true && tool.isReadOnly != true)
            probe.skip = tr("The tool says that it destroys: not called");
        else if (mustRunAsTask(tool))
            probe.skip = tr("The tool must run as a task: not called");
        m_probes.append(probe);
    }
}

void AllowProof::planRefused()
{
    const auto refused = [this](const QString &what, const QString &message, Expect expect = Expect::Refused) {
        m_probes.append({what, message.toUtf8(), expect, {}});
    };
    const QStringList allowed = allowedNames();
    QString blocked = QStringLiteral("quarterdeck_not_a_tool");
    for (const AllowTool &tool : m_order.tools) {
        if (tool.live == ToolDecision::Allowed)
            continue;
        if (blocked.startsWith(QLatin1StringView("quarterdeck_")))
            blocked = tool.name;
        refused(tr("blocked tool %1").arg(tool.name), callText(tool.name, QStringLiteral("prove-blocked-") + tool.name));
    }
    refused(tr("a guessed name"), callText(QStringLiteral("admin_reset_all"), QStringLiteral("prove-guessed")));
    refused(tr("a blocked tool, the method in another case"), callText(blocked, QStringLiteral("prove-method-case"), QStringLiteral("{}"), QStringLiteral("Tools/Call")));
    if (!allowed.isEmpty() && turnedCase(allowed.constFirst()) != allowed.constFirst() && !allowed.contains(turnedCase(allowed.constFirst())))
        refused(tr("an allowed tool, its name in another case"), callText(turnedCase(allowed.constFirst()), QStringLiteral("prove-name-case")));
    refused(tr("a batch with a blocked call"),
            QStringLiteral("[%1,%2]").arg(requestText(QStringLiteral("ping"), QStringLiteral("prove-batch-1"), QStringLiteral("{}")),
                                          callText(blocked, QStringLiteral("prove-batch-2"))), Expect::BatchRefused);
}

void AllowProof::next()
{
    if (m_at >= m_probes.size()) {
        m_session->close();
        return emit finished(std::nullopt);
    }
    const Probe probe = m_probes.at(m_at++);
    m_rows.append({probe.what, QString::fromUtf8(probe.message), {}, probe.skip.isEmpty() ? ProofVerdict::Running : ProofVerdict::Skipped, probe.skip});
    emit rowsChanged();
    if (!probe.skip.isEmpty())
        return next();
    m_call = m_session->sendRaw(probe.message, this, [this, probe](const Result<QByteArray> &answer) {
        judge(probe, answer);
        emit rowsChanged();
        next();
    });
}

void AllowProof::judge(const Probe &probe, const Result<QByteArray> &answer)
{
    ProofRow &row = m_rows.last();
    row.verdict = ProofVerdict::Fail;
    if (!answer) {
        row.seen = answer.error().message;
        const bool isSlow = probe.expect == Expect::NotRefused && answer.error().kind == ErrorKind::Timeout;
        row.verdict = isSlow ? ProofVerdict::Skipped : ProofVerdict::Fail;
        row.reason = isSlow ? tr("No answer in 15 s; it was not refused") : tr("No JSON-RPC answer");
        return;
    }
    const QString text = withoutEventFrame(QString::fromUtf8(*answer));
    row.seen = text.left(proofMaxSeen);
    switch (probe.expect) {
    case Expect::List: return judgeList(row, text);
    case Expect::NotRefused: return judgeCall(row, text);
    case Expect::Refused: return judgeRefusal(row, text, false);
    case Expect::BatchRefused: return judgeRefusal(row, text, true);
    }
}

void AllowProof::judgeList(ProofRow &row, const QString &answer) const
{
    QStringList shown;
    const auto tools = jsonscan::elements(proofMember(proofMember(answer, "result"), "tools"));
    for (const QString &tool : tools.value_or(QList<QString>{}))
        shown.append(jsonscan::decoded(proofMember(tool, "name")).value_or(QString()));
    shown.sort();
    const QStringList wanted = allowedNames();
    row.verdict = tools && shown == wanted ? ProofVerdict::Pass : ProofVerdict::Fail;
    row.reason = !tools ? tr("The answer is no list of tools")
        : row.verdict == ProofVerdict::Pass ? tr("as allowed, tools: %1").arg(shown.size())
                                            : tr("Shown: %1; allowed: %2").arg(shown.join(QStringLiteral(", ")), wanted.join(QStringLiteral(", ")));
}

void AllowProof::judgeCall(ProofRow &row, const QString &answer) const
{
    const auto code = errorCodeOf(answer);
    const bool isAnswer = code || !proofMember(answer, "result").isEmpty();
    row.verdict = isAnswer && code != QStringLiteral("-32601") ? ProofVerdict::Pass : ProofVerdict::Fail;
    row.reason = !isAnswer ? tr("No JSON-RPC answer")
        : code == QStringLiteral("-32601") ? tr("Refused, although it is allowed")
        : code ? tr("The server answered, with its own error %1").arg(*code) : tr("The server answered");
}

void AllowProof::judgeRefusal(ProofRow &row, const QString &answer, bool isBatch) const
{
    QList<QString> answers{answer};
    if (isBatch)
        answers = jsonscan::elements(answer).value_or(answers);
    const bool hasResult = std::ranges::any_of(answers, [](const QString &one) { return !proofMember(one, "result").isEmpty(); });
    const bool isRefused = std::ranges::any_of(answers, [](const QString &one) { return errorCodeOf(one) == QStringLiteral("-32601"); });
    row.verdict = isRefused && !hasResult ? ProofVerdict::Pass : ProofVerdict::Fail;
    row.reason = row.verdict == ProofVerdict::Pass ? tr("Refused with -32601")
        : hasResult ? tr("The call went through") : tr("Not refused by the policy: error %1").arg(errorCodeOf(answers.constFirst()).value_or(QStringLiteral("none")));
}

} // namespace qd
