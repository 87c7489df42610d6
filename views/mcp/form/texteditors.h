#pragma once

#include "mcp/form/fieldeditor.h"

#include <QTimer>

class QCompleter;
class QLineEdit;
class QPlainTextEdit;
class QStringListModel;

namespace qd {

/// One line: numbers, dates, addresses, and texts that the server completes. GUI thread.
class LineEditor final : public FieldEditor
{
    Q_OBJECT

public:
    LineEditor(const ToolField &field, const QString &path, QWidget *parent);

    void collect(ToolValues &values) const override;
    void apply(const ToolValues &values) override;
    [[nodiscard]] bool isBlank() const override;
    [[nodiscard]] QWidget *focusTarget() const override;
    void setCompletions(const QString &path, const QStringList &values) override;

private:
    void addCompleter();

    QLineEdit *m_edit;
    QTimer m_asking; ///< typing goes on until it ends
    QCompleter *m_completer = nullptr;
    QStringListModel *m_completions = nullptr;
};

/// A text that may have several lines, as high as it needs: Shift+Enter begins a new one. Also raw JSON. GUI thread.
class LongTextEditor final : public FieldEditor
{
    Q_OBJECT

public:
    LongTextEditor(const ToolField &field, const QString &path, QWidget *parent);

    void collect(ToolValues &values) const override;
    void apply(const ToolValues &values) override;
    [[nodiscard]] bool isBlank() const override;
    [[nodiscard]] QWidget *focusTarget() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitHeight();

    QPlainTextEdit *m_edit;
};

} // namespace qd
