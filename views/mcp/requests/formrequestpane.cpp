#include "mcp/requests/formrequestpane.h"

#include "confirm/plaintext.h"
#include "mcp/toolformpanel.h"
#include "widgets/labels.h"

#include <QVBoxLayout>

#include <utility>

namespace qd {

FormRequestPane::FormRequestPane(const Theme &theme, QWidget *parent)
    : RequestPane(theme, QStringLiteral("mcpElicit"), tr("Send"), parent), m_form(new ToolFormPanel(this)), m_problem(makeLabel(this, QStringLiteral("mcpElicitProblem"), "secondary"))
{
    m_form->setObjectName(QStringLiteral("mcpElicitForm"));
    m_form->setAccessibleName(tr("What the server asks for"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    body().addWidget(m_form, 1);
    body().addWidget(m_problem);
}

void FormRequestPane::setForm(const McpPendingRequest &request, const ToolForm &form)
{
    if (std::exchange(m_id, request.id) != request.id) {
        m_form->setForm(form);
        setProblems({});
    }
    setRequest(request);
}

void FormRequestPane::showRequest(const McpPendingRequest &request) { m_form->setEnabled(request.status == McpPendingRequest::Status::Waiting); }

ToolValues FormRequestPane::values() const { return m_form->values(); }

void FormRequestPane::setProblems(const QList<ToolProblem> &problems)
{
    m_form->showProblems(problems);
    m_problem->setText(problems.isEmpty() ? QString() : visibleText(problems.first().message, 400));
    m_problem->setVisible(!problems.isEmpty());
}

} // namespace qd
