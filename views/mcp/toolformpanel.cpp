#include "mcp/toolformpanel.h"

#include "mcp/form/fieldeditor.h"
#include "theme/tokens.h"
#include "widgets/labels.h"

#include <QVBoxLayout>

namespace qd {

ToolFormPanel::ToolFormPanel(QWidget *parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("mcpForm"));
    setAccessibleName(tr("Arguments as a form"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setForm({});
}

void ToolFormPanel::setForm(const ToolForm &form)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, space::s, 0);
    m_root = FieldEditor::make({.kind = ToolField::Kind::Group, .isRequired = true, .fields = form.fields}, QString(), content);
    column->addWidget(m_root);
    if (form.fields.isEmpty()) {
        QLabel *nothing = makeLabel(content, QStringLiteral("mcpFormEmpty"), "secondary");
        nothing->setText(tr("It takes no arguments."));
        column->addWidget(nothing);
    }
    column->addStretch(1);
    connect(m_root, &FieldEditor::edited, this, &ToolFormPanel::edited);
    connect(m_root, &FieldEditor::completionWanted, this, &ToolFormPanel::completionWanted);
    setWidget(content);
    content->setAutoFillBackground(false); // the scroll area had set it: the panel shows through
    setValues(form.initial);
}

void ToolFormPanel::setValues(const ToolValues &values)
{
    m_root->apply(values);
    m_root->clearProblems();
}

ToolValues ToolFormPanel::values() const
{
    ToolValues values;
    m_root->collect(values);
    return values;
}

void ToolFormPanel::showProblems(const QList<ToolProblem> &problems)
{
    m_root->clearProblems();
    for (const ToolProblem &problem : problems)
        m_root->showProblem(problem);
}

void ToolFormPanel::setCompletions(const QString &path, const QStringList &values) { m_root->setCompletions(path, values); }

int ToolFormPanel::contentHeight() const { return widget()->sizeHint().height(); }

void ToolFormPanel::focusFirst()
{
    if (QWidget *target = m_root->focusTarget())
        target->setFocus(Qt::OtherFocusReason);
}

} // namespace qd
