#include "mcp/form/itemseditor.h"

#include "confirm/plaintext.h"
#include "theme/tokens.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype mostElements = 1000;

} // namespace

ItemsEditor::ItemsEditor(const ToolField &field, const QString &path, QWidget *parent)
    : FieldEditor(field, path, parent), m_column(new QVBoxLayout(this)), m_add(new QPushButton(tr("Add"), this))
{
    const QString name = visibleText(field.name.isEmpty() ? fieldWords(path) : field.name, 60);
    m_add->setObjectName(QStringLiteral("mcpAdd") + path);
    m_add->setAccessibleName(tr("Add an element to %1").arg(name));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::xs);
    m_column->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] {
        append();
        if (QWidget *target = m_elements.isEmpty() ? nullptr : m_elements.last().editor->focusTarget())
            target->setFocus(Qt::OtherFocusReason);
        emit edited();
    });
}

void ItemsEditor::append()
{
    if (m_elements.size() >= mostElements || field().fields.isEmpty())
        return;
    const qsizetype index = m_elements.size();
    auto *line = new QWidget(this);
    FieldEditor *editor = FieldEditor::make(field().fields.first(), path() + u'/' + QString::number(index), line);
    auto *removing = new QToolButton(line);
    removing->setText(QStringLiteral("×"));
    removing->setObjectName(QStringLiteral("mcpRemove%1/%2").arg(path()).arg(index));
    removing->setAccessibleName(tr("Remove element %1").arg(index + 1));
    removing->setToolTip(tr("Remove this element"));
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::xs);
    row->addWidget(editor, 1);
    row->addWidget(removing, 0, Qt::AlignTop);
    adopt(*editor);
    connect(removing, &QToolButton::clicked, this, [this, index] { remove(index); });
    m_column->insertWidget(static_cast<int>(index), line);
    m_elements.append({line, editor});
}

/// The elements after it move up: their values do, their editors stay.
void ItemsEditor::remove(qsizetype index)
{
    ToolValues before;
    collect(before);
    ToolValues after{{path(), QString::number(m_elements.size() - 1)}};
    for (auto value = before.cbegin(); value != before.cend(); ++value) {
        const QString rest = value.key().mid(path().size() + 1);
        const qsizetype end = std::min(rest.indexOf(u'/') < 0 ? rest.size() : rest.indexOf(u'/'), rest.indexOf(QChar(0x1f)) < 0 ? rest.size() : rest.indexOf(QChar(0x1f)));
        const qsizetype number = rest.left(end).toLongLong();
        if (value.key() == path() || number == index)
            continue;
        after.insert(path() + u'/' + QString::number(number > index ? number - 1 : number) + rest.mid(end), value.value());
    }
    apply(after);
    emit edited();
}

void ItemsEditor::clear()
{
    for (const Element &element : std::as_const(m_elements)) {
        element.line->hide();
        element.line->deleteLater(); // its button may be the caller
        m_column->removeWidget(element.line);
    }
    m_elements.clear();
}

void ItemsEditor::collect(ToolValues &values) const
{
    values.insert(path(), QString::number(m_elements.size()));
    for (const Element &element : m_elements)
        element.editor->collect(values);
}

void ItemsEditor::apply(const ToolValues &values)
{
    const QString text = values.value(path());
    clear();
    const qsizetype count = text == nullValue() ? 0 : std::clamp<qsizetype>(text.toLongLong(), 0, mostElements);
    while (m_elements.size() < count) {
        append();
        m_elements.last().editor->apply(values);
    }
}

QWidget *ItemsEditor::focusTarget() const { return m_elements.isEmpty() ? m_add : m_elements.first().editor->focusTarget(); }

QList<FieldEditor *> ItemsEditor::inner() const
{
    QList<FieldEditor *> editors;
    for (const Element &element : m_elements)
        editors << element.editor;
    return editors;
}

} // namespace qd
