int rotunda_torch_placeholder(void);
