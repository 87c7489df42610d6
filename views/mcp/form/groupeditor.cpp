#include "mcp/form/groupeditor.h"

#include "mcp/form/fieldrow.h"
#include "theme/tokens.h"

#include <QGridLayout>

#include <algorithm>

namespace qd {

GroupEditor::GroupEditor(const ToolField &field, const QString &path, QWidget *parent) : FieldEditor(field, path, parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(path.isEmpty() ? 0 : space::s, 0, 0, 0);
    grid->setHorizontalSpacing(space::m);
    grid->setVerticalSpacing(space::xs);
    grid->setColumnStretch(1, 1);
    for (const ToolField &member : field.fields) {
        auto *row = new FieldRow(member, path + u'/' + escapedStep(member.name), *grid, this);
        connect(row, &FieldRow::edited, this, &FieldEditor::edited);
        connect(&row->editor(), &FieldEditor::completionWanted, this, &FieldEditor::completionWanted);
        m_rows.append(row);
    }
}

void GroupEditor::collect(ToolValues &values) const
{
    if (!path().isEmpty())
        values.insert(path(), QString());
    for (const FieldRow *row : m_rows)
        row->collect(values);
}

void GroupEditor::apply(const ToolValues &values)
{
    for (FieldRow *row : m_rows)
        row->apply(values);
}

bool GroupEditor::isBlank() const
{
    return std::all_of(m_rows.cbegin(), m_rows.cend(), [](const FieldRow *row) { return row->editor().isBlank(); });
}

QWidget *GroupEditor::focusTarget() const
{
    for (const FieldRow *row : m_rows)
        if (QWidget *target = row->editor().focusTarget())
            return target;
    return nullptr;
}

QList<FieldEditor *> GroupEditor::inner() const
{
    QList<FieldEditor *> editors;
    for (const FieldRow *row : m_rows)
        editors << &row->editor();
    return editors;
}

void GroupEditor::showProblem(const ToolProblem &problem)
{
    for (FieldRow *row : m_rows)
        row->showProblem(problem);
}

void GroupEditor::clearProblems()
{
    for (FieldRow *row : m_rows)
        row->clearProblems();
}

} // namespace qd
