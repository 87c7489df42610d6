#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "commands/policy/policyrequest.h"
#include "guard/cliguard.h"
#include "policywriter.h"

namespace qd {

/// `policy get|lint|diff|apply|history|restore` of one scope. Ends with Critical when the linter finds errors, with
/// Conflict when somebody else wrote first.
class PolicyCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    PolicyCommand(const CliOptions &options, const CliStreams &streams, const Clock &clock, Session &session, PolicyRequest request);
    void start() override;

private:
    void onService(const Result<ApimService> &service);
    void onApis(const Result<QList<ApimApi>> &apis);
    void onRead(const Result<PolicyText> &text);
    void get();
    void lint(const QString &text);
    void diff();
    void apply(const QString &text, const QString &verb, const QString &title);
    void onWritten(const QString &text, const Result<PolicyWritten> &result);
    void readHistory();
    void onHistory(const Result<QList<ObjectVersion>> &versions);
    void restore(const QList<ObjectVersion> &versions);
    void fail(const Error &error);
    [[nodiscard]] bool isJson() const { return m_options.format == OutputFormat::Json; }
    [[nodiscard]] bool isService() const { return m_scope.kind == PolicyScope::Kind::Service; }

    const CliOptions &m_options;
    const CliStreams &m_streams;
    Session &m_session;
    const PolicyRequest m_request;
    CliGuard m_guard;
    PolicyWriter m_writer;
    PolicyScope m_scope;
    QString m_object;
    bool m_isMcp = false;
    PolicyText m_live;
};

} // namespace qd
