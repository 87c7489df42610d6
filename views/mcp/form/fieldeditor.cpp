#include "mcp/form/fieldeditor.h"

#include "mcp/form/choiceeditors.h"
#include "mcp/form/groupeditor.h"
#include "mcp/form/itemseditor.h"
#include "mcp/form/texteditors.h"
#include "mcp/form/varianteditor.h"

namespace qd {

namespace {

QString kindWord(ToolField::Kind kind)
{
    switch (kind) {
    case ToolField::Kind::Text: return FieldEditor::tr("text");
    case ToolField::Kind::Number: return FieldEditor::tr("number");
    case ToolField::Kind::Integer: return FieldEditor::tr("whole number");
    case ToolField::Kind::Flag: return FieldEditor::tr("true or false");
    case ToolField::Kind::Choice: return FieldEditor::tr("choice");
    case ToolField::Kind::Choices: return FieldEditor::tr("several of");
    case ToolField::Kind::Items: return FieldEditor::tr("list");
    case ToolField::Kind::Group: return FieldEditor::tr("object");
    case ToolField::Kind::Variant: return FieldEditor::tr("one of several");
    case ToolField::Kind::Raw: break;
    }
    return FieldEditor::tr("JSON");
}

void addBounds(QStringList &parts, const ToolField &field)
{
    if (field.minimum)
        parts << FieldEditor::tr("at least %1").arg(QString::number(*field.minimum, 'g', 15));
    if (field.maximum)
        parts << FieldEditor::tr("at most %1").arg(QString::number(*field.maximum, 'g', 15));
    const bool isList = field.kind == ToolField::Kind::Items;
    if (field.shortest && *field.shortest > 0)
        parts << (isList ? FieldEditor::tr("at least %1 elements") : FieldEditor::tr("at least %1 characters")).arg(*field.shortest);
    if (field.longest)
        parts << (isList ? FieldEditor::tr("at most %1 elements") : FieldEditor::tr("at most %1 characters")).arg(*field.longest);
}

} // namespace

QString fieldHint(const ToolField &field)
{
    QStringList parts{kindWord(field.kind)};
    if (!field.format.isEmpty())
        parts << field.format;
    if (field.isRequired)
        parts << FieldEditor::tr("required");
    if (field.isNullable)
        parts << FieldEditor::tr("or null");
    addBounds(parts, field);
    return parts.join(QStringLiteral(", "));
}

void FieldEditor::adopt(FieldEditor &inside)
{
    connect(&inside, &FieldEditor::edited, this, &FieldEditor::edited);
    connect(&inside, &FieldEditor::completionWanted, this, &FieldEditor::completionWanted);
}

void FieldEditor::setCompletions(const QString &path, const QStringList &values)
{
    for (FieldEditor *editor : inner())
        editor->setCompletions(path, values);
}

void FieldEditor::showProblem(const ToolProblem &problem)
{
    for (FieldEditor *editor : inner())
        editor->showProblem(problem);
}

void FieldEditor::clearProblems()
{
    for (FieldEditor *editor : inner())
        editor->clearProblems();
}

FieldEditor *FieldEditor::make(const ToolField &field, const QString &path, QWidget *parent)
{
    switch (field.kind) {
    case ToolField::Kind::Flag:
    case ToolField::Kind::Choice: return new ChoiceEditor(field, path, parent);
    case ToolField::Kind::Choices: return new ChoicesEditor(field, path, parent);
    case ToolField::Kind::Items: return new ItemsEditor(field, path, parent);
    case ToolField::Kind::Group: return new GroupEditor(field, path, parent);
    case ToolField::Kind::Variant: return new VariantEditor(field, path, parent);
    case ToolField::Kind::Raw: return new LongTextEditor(field, path, parent);
    case ToolField::Kind::Number:
    case ToolField::Kind::Integer: return new LineEditor(field, path, parent);
    case ToolField::Kind::Text: break;
    }
    if (field.canComplete || !field.format.isEmpty())
        return new LineEditor(field, path, parent);
    return new LongTextEditor(field, path, parent);
}

} // namespace qd
