#include "cooperation/training/copy_form.hpp"

namespace selatan::training {

html::Html copy_form(web::Context const &context, CopyForm const &wanted, Refusal const *refusal)
{
    auto const &words = context.words();
    html::Form form;
    form.id = wanted.id;
    form.url = wanted.url;
    form.hidden = context.hidden();
    form.has_files = true;
    html::Field which;
    which.name = "document";
    which.label = wanted.which_label;
    which.is_required = true;
    html::Field file;
    file.name = "file";
    file.label = wanted.file_label;
    file.hint = wanted.file_hint;
    file.is_required = true;
    if (refusal != nullptr) {
        for (auto const &problem : refusal->problems) {
            auto &field = problem.field == which.name ? which : file;
            field.error = context.say(problem);
            form.problems.push_back({.field = field.name, .message = field.error});
        }
    }
    form.fields = html::select_field(which, wanted.documents,
                                     context.request().form.find("document").value_or(wanted.first),
                                     words, false) +
                  html::file_field(file, words, {.accept = ".pdf,.png,.jpg,.jpeg"});
    form.submits = {{.label = wanted.submit, .name = {}, .value = {}}};
    return html::entry_form(form, words);
}

} // namespace selatan::training
