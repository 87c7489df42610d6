#include "features/auditfeature.h"

#include "audit/auditview.h"
#include "mainwindow.h"
#include "shell/pagestack.h"
#include "workspace.h"

namespace qd {

namespace {

const PageId &auditPage()
{
    static const PageId id(QStringLiteral("audit"));
    return id;
}

} // namespace

AuditFeature::AuditFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window), m_model(workspace.audit)
{
    window.addDestination(auditPage(), [this] { return makePage(); }, QStringLiteral("database"), tr("Audit"), QChar(u'U'));
    workspace.commands.add({CommandId(QStringLiteral("audit.verify")), tr("Verify the audit log"), tr("Safety"), {}, QStringLiteral("shield-lock")}, this,
                           [this] {
                               m_window.pages().open(auditPage());
                               verify();
                           });
}

AuditFeature::~AuditFeature() { delete m_view; }

QWidget *AuditFeature::makePage()
{
    m_view = new AuditView(m_workspace.audit, m_model, m_workspace.theme);
    connect(m_view, &AuditView::refreshRequested, this, &AuditFeature::refresh);
    connect(m_view, &AuditView::verifyRequested, this, &AuditFeature::verify);
    return m_view;
}

void AuditFeature::attach(WatchedAccount &account)
{
    connect(&account.guard(), &LeasedGuard::recorded, this, &AuditFeature::refresh);
}

void AuditFeature::refresh()
{
    m_workspace.local.audit().newest(AuditStore::maxRecords, this, [this](const Result<QList<AuditRecord>> &records) {
        if (records)
            m_workspace.audit.apply(*records);
        else
            m_workspace.audit.fail(records.error());
    });
}

void AuditFeature::verify()
{
    m_workspace.audit.setVerifying();
    m_workspace.local.audit().verify(this, [this](const Result<AuditVerdict> &verdict) {
        m_workspace.audit.setVerdict(verdict ? *verdict
                                             : AuditVerdict{.problem = AuditVerdict::Problem::Unreadable, .explanation = verdict.error().message});
    });
}

} // namespace qd
