#include "commands/policy/policycommand.h"

#include "commands/policy/policyjson.h"
#include "output/errorreport.h"
#include "policy/linediff.h"
#include "policy/policycanonical.h"
#include "policy/policylint.h"
#include "printabletext.h"
#include "texttable.h"
#include "format.h"

#include <algorithm>

namespace qd {

namespace {

constexpr int historyShown = 200;

QString originWord(ObjectVersion::Origin origin)
{
    switch (origin) {
    case ObjectVersion::Origin::Read: return QStringLiteral("read");
    case ObjectVersion::Origin::Written: return QStringLiteral("written");
    case ObjectVersion::Origin::Draft: return QStringLiteral("draft");
    }
    return {};
}

QString findingsText(const QList<PolicyFinding> &findings)
{
    QString text;
    for (const PolicyFinding &finding : findings)
        text += QStringLiteral("%1:%2: %3: %4 [%5]\n    %6\n    %7\n")
                    .arg(finding.position.line).arg(finding.position.column)
                    .arg(severityName(finding.severity), printableText(finding.message), finding.rule, finding.explanation, finding.hint);
    return findings.isEmpty() ? QStringLiteral("no findings\n") : text;
}

QString historyTable(const QList<ObjectVersion> &versions)
{
    TextTable table({{QStringLiteral("VERSION"), TextTable::Align::Right}, {QStringLiteral("AT")}, {QStringLiteral("ORIGIN")}, {QStringLiteral("BY")},
                     {QStringLiteral("ETAG")}, {QStringLiteral("CHARACTERS"), TextTable::Align::Right}});
    for (const ObjectVersion &version : versions)
        table.addRow({QString::number(version.number), format::timestamp(version.at), originWord(version.origin), version.actor, version.etag,
                      QString::number(version.text.size())});
    return table.text();
}

/// The policy with line feeds; escape sequences cannot reach the terminal.
QString terminalPolicy(const QString &xml)
{
    QStringList lines = canonicalPolicyText(xml).split(u'\n');
    for (QString &line : lines)
        line = printableText(line);
    return lines.join(u'\n');
}

} // namespace

PolicyCommand::PolicyCommand(const CliOptions &options, const CliStreams &streams, const Clock &clock, Session &session, PolicyRequest request)
    : m_options(options), m_streams(streams), m_session(session), m_request(std::move(request)),
      m_guard(streams, clock, session.profile(), m_request.guard),
      m_writer(session.apim(), m_guard.guard(), m_guard.state().history(), clock, session.profile().clientId)
{
}

void PolicyCommand::fail(const Error &error)
{
    emit finished(reportError(m_options, m_streams, error, m_request.text.value_or(QString())));
}

void PolicyCommand::start()
{
    // A file needs no service to be checked; what it governs is then not known, and taken as an MCP server's.
    if (m_request.verb == PolicyVerb::Lint && m_request.text && m_request.scope.isEmpty()) {
        m_isMcp = true;
        m_scope.kind = PolicyScope::Kind::Api;
        QMetaObject::invokeMethod(this, [this] { lint(*m_request.text); }, Qt::QueuedConnection);
        return;
    }
    m_session.apim().service(this, [this](const Result<ApimService> &service) { onService(service); });
}

void PolicyCommand::onService(const Result<ApimService> &service)
{
    if (!service)
        return fail(service.error());
    if (m_request.scope != QLatin1StringView("service"))
        m_scope = {.kind = PolicyScope::Kind::Api, .product = {}, .api = ApiId(m_request.scope), .operation = {}};
    m_object = policyResourceId(service->id, m_scope);
    m_session.apim().apis(this, [this](const Result<QList<ApimApi>> &apis) { onApis(apis); });
}

void PolicyCommand::onApis(const Result<QList<ApimApi>> &apis)
{
    if (!apis)
        return fail(apis.error());
    QStringList known{QStringLiteral("service")};
    for (const ApimApi &api : *apis) {
        known.append(api.id.value);
        m_isMcp = m_isMcp || (api.id.value == m_request.scope && api.type == QLatin1StringView("mcp"));
    }
    if (!known.contains(m_request.scope))
        return fail(Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("There is no scope \"%1\"; known are: %2").arg(m_request.scope, known.join(QStringLiteral(", ")))});
    m_session.apim().readPolicy(m_scope, this, [this](const Result<PolicyText> &text) { onRead(text); });
}

void PolicyCommand::onRead(const Result<PolicyText> &text)
{
    if (!text)
        return fail(text.error());
    m_live = *text;
    m_writer.record(m_object, ObjectVersion::Origin::Read, m_live);
    switch (m_request.verb) {
    case PolicyVerb::Get: return get();
    case PolicyVerb::Lint: return lint(m_request.text.value_or(m_live.xml));
    case PolicyVerb::Diff: return diff();
    case PolicyVerb::Apply: return apply(*m_request.text, QStringLiteral("policy.apply"), QStringLiteral("Apply the policy of %1").arg(m_request.scope));
    case PolicyVerb::History:
    case PolicyVerb::Restore: return readHistory();
    }
}

void PolicyCommand::get()
{
    if (isJson())
        m_streams.print(json::policy(m_request.scope, m_object, m_live));
    else
        m_streams.print(terminalPolicy(m_live.xml));
    emit finished(ExitCode::Healthy);
}

void PolicyCommand::lint(const QString &text)
{
    const QList<PolicyFinding> findings = text.isEmpty() ? QList<PolicyFinding>() : lintPolicy(text, {m_isMcp, isService()});
    if (isJson())
        m_streams.print(json::policyFindings(findings));
    else
        m_streams.print(findingsText(findings));
    emit finished(hasErrors(findings) ? ExitCode::Critical : ExitCode::Healthy);
}

void PolicyCommand::diff()
{
    const QList<DiffLine> lines = lineDiff(canonicalPolicyText(m_live.xml), canonicalPolicyText(*m_request.text));
    if (isJson()) {
        m_streams.print(json::policyDiff(m_request.scope, m_live.etag, lines));
    } else {
        for (const QString &line : unifiedText(diffHunks(lines)).split(u'\n', Qt::SkipEmptyParts))
            m_streams.print(printableText(line) + u'\n');
        m_streams.print(diffSummary(lines) + u'\n');
    }
    emit finished(ExitCode::Healthy);
}

void PolicyCommand::apply(const QString &text, const QString &verb, const QString &title)
{
    const QList<PolicyFinding> findings = lintPolicy(text, {m_isMcp, isService()});
    if (!text.isEmpty() && hasErrors(findings)) {
        if (isJson())
            m_streams.print(json::policyFindings(findings));
        m_streams.complain(findingsText(findings) + QStringLiteral("nothing was written: mend the errors first"));
        return emit finished(ExitCode::Critical);
    }
    PolicyText base = m_live;
    base.etag = m_request.etag.isEmpty() ? base.etag : m_request.etag;
    if (base.etag == m_live.etag && isSamePolicy(text, m_live.xml)) {
        m_streams.print(isJson() ? json::policyWritten(m_request.scope, m_live, false, true) : QByteArray("no difference: nothing was written\n"));
        return emit finished(ExitCode::Healthy);
    }
    const PolicyWrite what{.scope = m_scope, .object = m_object, .base = base, .text = text, .verb = verb, .title = title,
                           .effects = {QStringLiteral("Takes effect for every caller of %1, within seconds").arg(m_request.scope)}};
    m_writer.write(what, this, [this, text](const Result<PolicyWritten> &result) { onWritten(text, result); });
}

void PolicyCommand::onWritten(const QString &text, const Result<PolicyWritten> &result)
{
    if (!result)
        return fail(result.error());
    if (!result->theirs) {
        m_streams.print(isJson() ? json::policyWritten(m_request.scope, result->now, true, result->isVerified)
                                 : QStringLiteral("written%1, ETag %2\n").arg(result->isVerified ? QStringLiteral(" and read again equal") : QString(), result->now.etag).toUtf8());
        return emit finished(ExitCode::Healthy);
    }
    const QList<DiffLine> lines = lineDiff(canonicalPolicyText(result->theirs->xml), canonicalPolicyText(text));
    if (isJson())
        m_streams.print(json::policyConflict(m_request.scope, *result->theirs, text, lines));
    m_streams.complain(QStringLiteral("somebody else changed this policy after it was read: nothing was written. Your text is kept in the history.\n"
                                      "From theirs (ETag %1) to yours:").arg(printableText(result->theirs->etag)));
    for (const QString &line : unifiedText(diffHunks(lines)).split(u'\n', Qt::SkipEmptyParts))
        m_streams.complain(printableText(line));
    emit finished(ExitCode::Conflict);
}

void PolicyCommand::readHistory()
{
    m_guard.state().history().versions(m_object, historyShown, this, [this](const Result<QList<ObjectVersion>> &versions) { onHistory(versions); });
}

void PolicyCommand::onHistory(const Result<QList<ObjectVersion>> &versions)
{
    if (!versions)
        return fail(versions.error());
    if (m_request.verb == PolicyVerb::Restore)
        return restore(*versions);
    m_streams.print(isJson() ? json::policyHistory(m_request.scope, *versions) : historyTable(*versions).toUtf8());
    emit finished(ExitCode::Healthy);
}

void PolicyCommand::restore(const QList<ObjectVersion> &versions)
{
    const auto found = std::ranges::find(versions, m_request.version, &ObjectVersion::number);
    if (found == versions.cend())
        return fail(Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("There is no version %1 of this policy; `deckctl policy history %2` lists them").arg(m_request.version).arg(m_request.scope)});
    apply(found->text, QStringLiteral("policy.restore"), QStringLiteral("Restore version %1 of the policy of %2").arg(m_request.version).arg(m_request.scope));
}

} // namespace qd
