#include "mcp/form/fieldrow.h"

#include "confirm/plaintext.h"
#include "plaintip.h"
#include "theme/tokens.h"
#include "widgets/labels.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int narrowestName = 112;
constexpr int widestName = 200;
constexpr int checkMark = 28; ///< of it for the mark and its margin

bool isWide(ToolField::Kind kind) { return kind == ToolField::Kind::Group || kind == ToolField::Kind::Items || kind == ToolField::Kind::Variant; }

} // namespace

FieldRow::FieldRow(const ToolField &field, const QString &path, QGridLayout &grid, QWidget *parent)
    : QObject(parent), m_editor(FieldEditor::make(field, path, parent))
{
    QWidget *name = makeName(parent);
    auto *cell = new QWidget(parent);
    auto *column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, space::xs);
    column->setSpacing(space::xxs);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::xs);
    line->addWidget(m_editor, 1);
    if (field.isNullable) {
        makeNull(cell);
        line->addWidget(m_null, 0, Qt::AlignTop);
    }
    column->addLayout(line);
    column->addWidget(makeCaption(cell));
    column->addWidget(m_problem);
    const int row = grid.rowCount();
    grid.addWidget(name, row, 0, Qt::AlignTop);
    grid.addWidget(cell, row, 1);
    connect(m_editor, &FieldEditor::edited, this, &FieldRow::onEdited);
}

QWidget *FieldRow::makeName(QWidget *parent)
{
    const ToolField &field = m_editor->field();
    const QString text = visibleText(field.title.isEmpty() || isWide(field.kind) ? field.name : field.title, 60).simplified();
    const QString tip = plainTip(text + u'\n' + visibleText(field.description, 1000)); // the name may be too long for its column
    QWidget *name = nullptr;
    if (field.isRequired) {
        QLabel *label = makeLabel(parent, QStringLiteral("mcpLabel") + m_editor->path());
        label->setText(text + QStringLiteral(" *"));
        label->setWordWrap(true);
        label->setBuddy(m_editor);
        name = label;
    } else {
        m_given = new QCheckBox(parent);
        m_given->setText(m_given->fontMetrics().elidedText(text, Qt::ElideRight, widestName - checkMark).replace(u'&', QStringLiteral("&&")));
        m_given->setObjectName(QStringLiteral("mcpGiven") + m_editor->path());
        m_given->setAccessibleName(tr("Send %1").arg(text));
        connect(m_given, &QCheckBox::clicked, this, &FieldRow::edited);
        name = m_given;
    }
    name->setToolTip(tip);
    name->setMinimumWidth(narrowestName);
    name->setMaximumWidth(widestName);
    name->setContentsMargins(0, space::xs, 0, 0);
    return name;
}

QWidget *FieldRow::makeCaption(QWidget *parent)
{
    const ToolField &field = m_editor->field();
    m_problem = makeLabel(parent, QStringLiteral("mcpFieldProblem") + m_editor->path());
    m_problem->setWordWrap(true);
    m_problem->hide();
    QLabel *caption = makeLabel(parent, QStringLiteral("mcpCaption") + m_editor->path(), "caption");
    caption->setWordWrap(true);
    const QString description = visibleText(field.description.section(u'\n', 0, 0), 240);
    caption->setText(description.isEmpty() ? fieldHint(field) : QString(fieldHint(field) + QStringLiteral(" · ") + description));
    return caption;
}

void FieldRow::makeNull(QWidget *parent)
{
    m_null = new QToolButton(parent);
    m_null->setText(QStringLiteral("null"));
    m_null->setCheckable(true);
    m_null->setObjectName(QStringLiteral("mcpNull") + m_editor->path());
    m_null->setAccessibleName(tr("Send null for %1").arg(visibleText(m_editor->field().name, 60)));
    m_null->setToolTip(tr("Send null"));
    connect(m_null, &QToolButton::clicked, this, [this](bool isChecked) {
        m_editor->setEnabled(!isChecked);
        setGiven(isChecked || !m_editor->isBlank());
        emit edited();
    });
}

/// Typing gives the field; what is empty again is not given, until the box says so.
void FieldRow::onEdited()
{
    setGiven(!m_editor->isBlank());
    m_problem->hide();
    emit edited();
}

void FieldRow::setGiven(bool isGiven)
{
    if (m_given)
        m_given->setChecked(isGiven);
}

bool FieldRow::isNull() const { return m_null && m_null->isChecked(); }

bool FieldRow::isGiven() const { return m_given ? m_given->isChecked() : true; }

/// A required text is given when it is empty, too; a required choice only when one was made.
void FieldRow::collect(ToolValues &values) const
{
    const ToolField &field = m_editor->field();
    if (!isGiven())
        return;
    if (isNull())
        values.insert(m_editor->path(), nullValue());
    else if (m_given || !m_editor->isBlank() || field.kind == ToolField::Kind::Group)
        m_editor->collect(values);
}

void FieldRow::apply(const ToolValues &values)
{
    m_editor->apply(values);
    const bool isNowNull = m_null && values.value(m_editor->path()) == nullValue();
    if (m_null)
        m_null->setChecked(isNowNull);
    m_editor->setEnabled(!isNowNull);
    setGiven(values.contains(m_editor->path()) || !m_editor->isBlank());
}

void FieldRow::showProblem(const ToolProblem &problem)
{
    const QString &own = m_editor->path();
    m_editor->showProblem(problem);
    const bool isInside = problem.path.startsWith(own + u'/') || problem.path.startsWith(own + QChar(0x1f));
    const bool hasRows = m_editor->field().kind == ToolField::Kind::Group; // which show it themselves
    if (problem.path != own && (!isInside || hasRows))
        return;
    m_problem->setText(visibleText(problem.message, 300));
    m_problem->show();
}

void FieldRow::clearProblems()
{
    m_problem->hide();
    m_editor->clearProblems();
}

} // namespace qd
