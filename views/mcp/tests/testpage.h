#pragma once

#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace qd {

class BenchHint;
class CodePane;
class ToneMark;

/// What the page says of a collection and its last run. A value.
struct TestShown {
    enum class State { None, Ready, Running, Passed, Failed };

    State state = State::None;
    QString file;     ///< of the collection
    QString verdict;  ///< "12 steps", "70 passed, none failed, 2.3 s"
    QStringList environments;
    bool hasRecording = false;
};

/// A collection of saved calls run against the chosen server: its steps with their outcomes, and for the chosen one its checks
/// and what was said. GUI thread.
class TestPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TestPage)

public:
    /// `steps` is an McpStepModel; both are borrowed.
    TestPage(QAbstractItemModel &steps, const Theme &theme, QWidget *parent = nullptr);

    void setShown(const TestShown &shown);
    /// The chosen step as text.
    void setStory(const QString &text);
    /// Empty: none.
    [[nodiscard]] QString environment() const;
    [[nodiscard]] QModelIndex current() const;
    void choose(const QModelIndex &step);

signals:
    void openRequested();
    /// The call in the form is to become a step.
    void addRequested();
    void runRequested();
    void stopRequested();
    void saveSessionRequested();
    void stepChosen(const QModelIndex &index);

private:
    QWidget *makeHead(const Theme &theme);
    QWidget *makeSteps(QAbstractItemModel &steps, const Theme &theme);
    void showEnvironments(const QStringList &names);

    QStackedWidget *m_stack;
    BenchHint *m_hint;
    ToneMark *m_mark = nullptr;
    QLabel *m_verdict = nullptr;
    QLabel *m_file = nullptr;
    QComboBox *m_environments = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_saveSession = nullptr;
    QTableView *m_steps = nullptr;
    CodePane *m_story = nullptr;
};

} // namespace qd
