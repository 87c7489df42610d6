#pragma once

#include "mcp/requests/requestpane.h"
#include "mcp/toolform.h"

namespace qd {

class ToolFormPanel;

/// A server wants a form filled in. GUI thread.
class FormRequestPane final : public RequestPane
{
    Q_OBJECT

public:
    FormRequestPane(const Theme &theme, QWidget *parent);

    /// `form` is of the request's schema; what was typed stays while the request is the same.
    void setForm(const McpPendingRequest &request, const ToolForm &form);
    [[nodiscard]] ToolValues values() const;
    void setProblems(const QList<ToolProblem> &problems);

protected:
    void showRequest(const McpPendingRequest &request) override;

private:
    quint64 m_id = 0;
    ToolFormPanel *m_form;
    QLabel *m_problem;
};

} // namespace qd
