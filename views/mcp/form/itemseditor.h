#pragma once

#include "mcp/form/fieldeditor.h"

class QPushButton;
class QVBoxLayout;

namespace qd {

/// A list of anything: one editor an element, added at the end and removed one by one. GUI thread.
class ItemsEditor final : public FieldEditor
{
    Q_OBJECT

public:
    ItemsEditor(const ToolField &field, const QString &path, QWidget *parent);

    void collect(ToolValues &values) const override;
    void apply(const ToolValues &values) override;
    [[nodiscard]] bool isBlank() const override { return m_elements.isEmpty(); }
    [[nodiscard]] QWidget *focusTarget() const override;

protected:
    [[nodiscard]] QList<FieldEditor *> inner() const override;

private:
    struct Element {
        QWidget *line = nullptr;
        FieldEditor *editor = nullptr;
    };
    void append();
    void remove(qsizetype index);
    void clear();

    QVBoxLayout *m_column;
    QPushButton *m_add;
    QList<Element> m_elements;
};

} // namespace qd
