#include "commands/policy/policyjson.h"

#include "allowtools.h"
#include "output/celltext.h"

#include <nlohmann/json.hpp>

namespace qd::json {

namespace {

using PolicyJson = nlohmann::ordered_json;

std::string text8(const QString &text) { return text.toStdString(); }

QByteArray printed(const PolicyJson &json)
{
    return QByteArray::fromStdString(json.dump(2, ' ', false, PolicyJson::error_handler_t::replace)) + '\n';
}

template<typename T>
PolicyJson maybe(const std::optional<T> &value) { return value ? PolicyJson(*value) : PolicyJson(nullptr); }

const char *originName(ObjectVersion::Origin origin)
{
    switch (origin) {
    case ObjectVersion::Origin::Read: return "read";
    case ObjectVersion::Origin::Written: return "written";
    case ObjectVersion::Origin::Draft: return "draft";
    }
    return "";
}

const char *enforcementName(AllowlistReading::State state)
{
    switch (state) {
    case AllowlistReading::State::None: return "none";
    case AllowlistReading::State::Ours: return "ours";
    case AllowlistReading::State::Altered: return "altered";
    case AllowlistReading::State::Foreign: return "foreign";
    case AllowlistReading::State::Unreadable: return "unreadable";
    }
    return "";
}

const char *verdictName(ProofRow::Verdict verdict)
{
    switch (verdict) {
    case ProofRow::Verdict::Running: return "running";
    case ProofRow::Verdict::Pass: return "pass";
    case ProofRow::Verdict::Fail: return "fail";
    case ProofRow::Verdict::Skipped: return "skipped";
    }
    return "";
}

PolicyJson diffJson(const QList<DiffLine> &lines)
{
    return {{"differs", diffSummary(lines) != QLatin1StringView("no difference")}, {"summary", text8(diffSummary(lines))},
            {"unified", text8(unifiedText(diffHunks(lines)))}};
}

PolicyJson toolJson(const AllowTool &tool)
{
    return {{"name", text8(tool.name)}, {"live", text8(decisionName(tool.live))}, {"wanted", text8(decisionName(tool.wanted))},
            {"drift", text8(driftName(tool.drift))}, {"tokens", tool.tokens}, {"callsPerHour", maybe(tool.callsPerHour)},
            {"errorShare", maybe(tool.errorShare)}, {"readOnly", maybe(tool.isReadOnly)}, {"destructive", maybe(tool.isDestructive)},
            {"openWorld", maybe(tool.isOpenWorld)}};
}

PolicyJson serverJson(const AllowServer &server)
{
    PolicyJson tools = PolicyJson::array();
    for (const AllowTool &tool : server.tools)
        tools.push_back(toolJson(tool));
    return {{"server", text8(server.key)}, {"path", text8(server.caption)}, {"enforcement", enforcementName(server.enforcement)},
            {"problem", text8(server.problem)}, {"etag", text8(server.etag)}, {"upstreamRead", server.isUpstreamRead},
            {"tokensLive", tokensOf(server.tools, &AllowTool::live)}, {"tokensWanted", tokensOf(server.tools, &AllowTool::wanted)}, {"tools", tools}};
}

} // namespace

QByteArray policy(const QString &scope, const QString &object, const PolicyText &text)
{
    return printed({{"scope", text8(scope)}, {"id", text8(object)}, {"etag", text8(text.etag)}, {"exists", !text.etag.isEmpty()}, {"xml", text8(text.xml)}});
}

QByteArray policyFindings(const QList<PolicyFinding> &findings)
{
    PolicyJson all = PolicyJson::array();
    for (const PolicyFinding &finding : findings)
        all.push_back({{"rule", text8(finding.rule)}, {"severity", text8(severityName(finding.severity))}, {"line", finding.position.line},
                       {"column", finding.position.column}, {"message", text8(finding.message)}, {"explanation", text8(finding.explanation)},
                       {"hint", text8(finding.hint)}});
    return printed({{"ok", !hasErrors(findings)}, {"findings", all}});
}

QByteArray policyDiff(const QString &scope, const QString &etag, const QList<DiffLine> &lines)
{
    PolicyJson json{{"scope", text8(scope)}, {"etag", text8(etag)}};
    json.update(diffJson(lines));
    return printed(json);
}

QByteArray policyWritten(const QString &scope, const PolicyText &now, bool isWritten, bool isVerified)
{
    return printed({{"scope", text8(scope)}, {"written", isWritten}, {"verified", isVerified}, {"etag", text8(now.etag)}});
}

QByteArray policyConflict(const QString &scope, const PolicyText &theirs, const QString &mine, const QList<DiffLine> &lines)
{
    return printed({{"scope", text8(scope)}, {"written", false}, {"conflict", true}, {"theirEtag", text8(theirs.etag)}, {"theirs", text8(theirs.xml)},
                    {"mine", text8(mine)}, {"diff", diffJson(lines)}});
}

QByteArray policyHistory(const QString &scope, const QList<ObjectVersion> &versions)
{
    PolicyJson all = PolicyJson::array();
    for (const ObjectVersion &version : versions)
        all.push_back({{"version", version.number}, {"at", text8(instantText(version.at))}, {"origin", originName(version.origin)},
                       {"by", text8(version.actor)}, {"etag", text8(version.etag)}, {"xml", text8(version.text)}});
    return printed({{"scope", text8(scope)}, {"versions", all}});
}

QByteArray allowServer(const AllowServer &server) { return printed(serverJson(server)); }

QByteArray allowPlan(const AllowServer &server, const QList<DiffLine> &lines)
{
    PolicyJson json = serverJson(server);
    json["plan"] = text8(server.plan);
    json["diff"] = diffJson(lines);
    return printed(json);
}

QByteArray allowApplied(const AllowServer &server, bool isDone)
{
    PolicyJson json = serverJson(server);
    json["written"] = isDone;
    json["conflict"] = server.isConflict;
    return printed(json);
}

QByteArray allowProof(const AllowServer &server)
{
    PolicyJson rows = PolicyJson::array();
    for (const ProofRow &row : server.proof.rows)
        rows.push_back({{"what", text8(row.what)}, {"verdict", verdictName(row.verdict)}, {"reason", text8(row.reason)}, {"sent", text8(row.sent)},
                        {"seen", text8(row.seen)}});
    return printed({{"server", text8(server.key)}, {"subject", text8(server.proof.subject)}, {"passed", server.proof.isPassed()},
                    {"pass", server.proof.count(ProofRow::Verdict::Pass)}, {"fail", server.proof.count(ProofRow::Verdict::Fail)},
                    {"skipped", server.proof.count(ProofRow::Verdict::Skipped)}, {"rows", rows}});
}

} // namespace qd::json
