#include "mcp/form/varianteditor.h"

#include "confirm/plaintext.h"
#include "theme/tokens.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

VariantEditor::VariantEditor(const ToolField &field, const QString &path, QWidget *parent)
    : FieldEditor(field, path, parent), m_box(new QComboBox(this)), m_column(new QVBoxLayout(this))
{
    const QString name = visibleText(field.name.isEmpty() ? fieldWords(path) : field.name, 60);
    m_box->setObjectName(QStringLiteral("mcpVariant") + path);
    m_box->setAccessibleName(tr("Kind of %1").arg(name));
    m_box->view()->setAccessibleName(tr("Kinds of %1").arg(name));
    for (const ToolField &alternative : field.fields)
        m_box->addItem(visibleText(alternative.name, 100).simplified());
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::xs);
    m_column->addWidget(m_box);
    choose(0);
    connect(m_box, &QComboBox::activated, this, [this](int alternative) {
        choose(alternative);
        emit edited();
    });
}

void VariantEditor::choose(int alternative)
{
    if (m_editor) {
        m_editor->hide();
        m_editor->deleteLater();
    }
    m_box->setCurrentIndex(alternative);
    ToolField chosen = field().fields.at(alternative);
    chosen.name = field().name; // what it is called is over it already
    m_editor = FieldEditor::make(chosen, alternativePath(path(), alternative), this);
    adopt(*m_editor);
    m_column->addWidget(m_editor);
}

void VariantEditor::collect(ToolValues &values) const
{
    values.insert(path(), QString::number(m_box->currentIndex()));
    m_editor->collect(values);
}

void VariantEditor::apply(const ToolValues &values)
{
    const QString text = values.value(path());
    const auto last = static_cast<int>(field().fields.size()) - 1;
    choose(text == nullValue() ? 0 : std::clamp(text.toInt(), 0, last));
    m_editor->apply(values);
}

bool VariantEditor::isBlank() const { return m_editor->isBlank(); }

QWidget *VariantEditor::focusTarget() const { return m_editor->focusTarget(); }

QList<FieldEditor *> VariantEditor::inner() const { return {m_editor}; }

} // namespace qd
